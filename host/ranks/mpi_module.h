/* SPDX-License-Identifier: Apache-2.0 */
/* The seam to MPI: a module that the program loads when a launcher has started it. It is one file of C, so that the
 * compiler of whatever MPI a cluster has makes it for a program that is there:
 *     mpicc -O2 -shared -fPIC -o gapmc_mpi.so mpi_module.c
 */
#ifndef GAPMC_MPI_MODULE_H
#define GAPMC_MPI_MODULE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Calls return 0, or -1 with the reason in `error`. All of them come from the thread that called begin. */
struct gapmc_mpi_module {
    int seam; /* gapmc_mpi_seam of the sources it was built from */
    int (*begin)(void);
    int (*end)(void);
    int (*rank)(void);
    int (*size)(void);
    int (*local_size)(void); /* ranks that share memory with this one, and itself */
    char const* (*library)(void);
    int (*send)(int to, void const* bytes, size_t size);
    /* Whether a message has come: 1, with its origin and size, or 0. */
    int (*probe)(int* from, size_t* size);
    int (*receive)(int from, void* bytes, size_t size);
    void (*abort)(int code);
    char const* (*error)(void);
};

#define gapmc_mpi_seam 1
#define gapmc_mpi_symbol "gapmc_mpi"

#ifdef __cplusplus
}
#endif

#endif
