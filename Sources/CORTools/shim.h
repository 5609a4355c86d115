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

#endif
