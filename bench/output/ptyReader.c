/* ptyReader COMMAND [ARGS...]: runs it on a terminal, reads and discards, and tells how much and how long as JSON. */
#include <errno.h>
#include <pty.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

int main(int argc, char **argv) {
    if (argc < 2) return 2;
    static char buffer[65536];
    struct winsize size = {.ws_row = 30, .ws_col = 80};
    unsigned long long bytes = 0;
    int master;
    double started = now_ms();
    pid_t child = forkpty(&master, NULL, NULL, &size);
    if (child < 0) return 1;
    if (child == 0) {
        execvp(argv[1], argv + 1);
        _exit(127);
    }
    for (;;) {
        ssize_t length = read(master, buffer, sizeof buffer);
        if (length > 0) bytes += (unsigned long long)length;
        else if (length == 0 || errno != EINTR) break; /* EIO is the hang-up. */
    }
    waitpid(child, NULL, 0);
    printf("{\"bytes\":%llu,\"ms\":%.3f}\n", bytes, now_ms() - started);
    return 0;
}
