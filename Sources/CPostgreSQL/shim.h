#include <libpq-fe.h>
#include <spawn.h>

// glibc has these since 2.29 and 2.34, but declares them to GNU sources only, which Swift's Glibc
// module is not. They are needed to start the server programs in a folder of their own and without
// our open files.
extern int posix_spawn_file_actions_addchdir_np(
    posix_spawn_file_actions_t *actions, const char *path);
extern int posix_spawn_file_actions_addclosefrom_np(
    posix_spawn_file_actions_t *actions, int from);
