// The C interface of OR-Tools 9.15 that we call. Nothing links against the library: it is opened at
// run time by whoever finds it, so that a build and every other command work without it.
#ifndef ROTA_CORTOOLS_H
#define ROTA_CORTOOLS_H

typedef void *(*RotaSolveCpNewEnv)(void);
typedef void (*RotaSolveCpDestroyEnv)(void *environment);
typedef void (*RotaSolveCpStopSearch)(void *environment);
// Bytes of a model and of parameters in; bytes of a response out, to be given to free().
typedef void (*RotaSolveCpInterruptible)(
  void *environment, const void *model, int model_length, const void *parameters,
  int parameters_length, void **response, int *response_length);

// The C interface of HiGHS that we call, as it comes with OR-Tools 9.15. Statuses are 0 for success and
// 1 for a warning.
typedef void *(*RotaHighsCreate)(void);
typedef void (*RotaHighsDestroy)(void *highs);
typedef int (*RotaHighsSetNumber)(void *highs, const char *option, int value);
typedef int (*RotaHighsSetText)(void *highs, const char *option, const char *value);
typedef int (*RotaHighsGetNumber)(void *highs, const char *name, int *value);
typedef int (*RotaHighsAddRows)(
  void *highs, int count, const double *lower, const double *upper, int entries, const int *starts,
  const int *columns, const double *values);
typedef int (*RotaHighsAddColumns)(
  void *highs, int count, const double *costs, const double *lower, const double *upper, int entries,
  const int *starts, const int *rows, const double *values);
typedef int (*RotaHighsChangeColumnBounds)(void *highs, int column, double lower, double upper);
typedef int (*RotaHighsRun)(void *highs);
typedef int (*RotaHighsCount)(const void *highs);
typedef double (*RotaHighsObjective)(const void *highs);
typedef int (*RotaHighsSolution)(
  const void *highs, double *column_values, double *column_duals, double *row_values,
  double *row_duals);

#endif
