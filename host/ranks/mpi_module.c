/* SPDX-License-Identifier: Apache-2.0 */
#include "mpi_module.h"

#include <limits.h>
#include <mpi.h>
#include <stdio.h>
#include <string.h>

enum { tag = 17 };

static MPI_Comm world = MPI_COMM_NULL; /* of our own: nobody else's messages come here */
static int my_rank, my_size, my_local_size;
static char reason[MPI_MAX_ERROR_STRING + 64];

static int checked(int code, char const* doing) {
    if (code == MPI_SUCCESS) return 0;
    char text[MPI_MAX_ERROR_STRING];
    int length = 0;
    if (MPI_Error_string(code, text, &length) != MPI_SUCCESS) strcpy(text, "no reason is given");
    snprintf(reason, sizeof reason, "%s: %s", doing, text);
    return -1;
}

static int begin(void) {
    int there = 0, provided = 0;
    MPI_Initialized(&there);
    /* Another thread computes meanwhile, and calls nothing of MPI. */
    if (!there && checked(MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided), "MPI_Init_thread")) return -1;
    if (checked(MPI_Comm_dup(MPI_COMM_WORLD, &world), "MPI_Comm_dup")) return -1;
    MPI_Comm_set_errhandler(world, MPI_ERRORS_RETURN);
    if (checked(MPI_Comm_rank(world, &my_rank), "MPI_Comm_rank")) return -1;
    if (checked(MPI_Comm_size(world, &my_size), "MPI_Comm_size")) return -1;
    MPI_Comm local;
    if (checked(MPI_Comm_split_type(world, MPI_COMM_TYPE_SHARED, my_rank, MPI_INFO_NULL, &local), "MPI_Comm_split_type"))
        return -1;
    MPI_Comm_size(local, &my_local_size);
    MPI_Comm_free(&local);
    return 0;
}

static int end(void) {
    int over = 0;
    MPI_Finalized(&over);
    if (over || world == MPI_COMM_NULL) return 0;
    MPI_Comm_free(&world);
    return checked(MPI_Finalize(), "MPI_Finalize");
}

static int rank(void) { return my_rank; }
static int size(void) { return my_size; }
static int local_size(void) { return my_local_size; }

static char const* library(void) {
    static char text[MPI_MAX_LIBRARY_VERSION_STRING];
    int length = 0;
    MPI_Get_library_version(text, &length);
    text[strcspn(text, ",\n")] = '\0';
    return text;
}

static int send_to(int to, void const* bytes, size_t number) {
    if (number > INT_MAX) {
        snprintf(reason, sizeof reason, "a message of %zu bytes is too large", number);
        return -1;
    }
    return checked(MPI_Send(bytes, (int)number, MPI_BYTE, to, tag, world), "MPI_Send");
}

static int probe(int* from, size_t* number) {
    int there = 0, count = 0;
    MPI_Status status;
    if (checked(MPI_Iprobe(MPI_ANY_SOURCE, tag, world, &there, &status), "MPI_Iprobe")) return -1;
    if (!there) return 0;
    MPI_Get_count(&status, MPI_BYTE, &count);
    *from = status.MPI_SOURCE;
    *number = (size_t)count;
    return 1;
}

static int receive(int from, void* bytes, size_t number) {
    return checked(MPI_Recv(bytes, (int)number, MPI_BYTE, from, tag, world, MPI_STATUS_IGNORE), "MPI_Recv");
}

static void abort_all(int code) { MPI_Abort(world == MPI_COMM_NULL ? MPI_COMM_WORLD : world, code); }
static char const* error(void) { return reason; }

__attribute__((visibility("default"))) struct gapmc_mpi_module const gapmc_mpi = {
    gapmc_mpi_seam, begin, end, rank, size, local_size, library, send_to, probe, receive, abort_all, error};
