/*
 * lines BYTES                writes so many bytes of numbered 85-column lines, as fast as they are taken
 * lines --rate N SECONDS     writes N lines a second, each by itself, for so long
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define COLUMNS 85
#define DIGITS 10
#define LINES_PER_WRITE 3000

static const char TEXT[] = " The quick brown fox jumps over the lazy dog, and does so again on the next line.";

/* Adds to the digits in place: formatting each line anew would make this program the limit. */
static void add(char *digits, unsigned long amount) {
    for (int at = DIGITS - 1; at >= 0 && amount > 0; at--) {
        amount += (unsigned long)(digits[at] - '0');
        digits[at] = (char)('0' + amount % 10);
        amount /= 10;
    }
}

/* The number of the line, then the text, cut to the width. */
static void make_line(char *line, unsigned long number) {
    memset(line, '0', DIGITS);
    add(line, number);
    memcpy(line + DIGITS, TEXT, COLUMNS - DIGITS - 1);
    line[COLUMNS - 1] = '\n';
}

static void write_all(const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t written = write(STDOUT_FILENO, bytes, length);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) exit(1);
        bytes += written;
        length -= (size_t)written;
    }
}

static void write_bytes(unsigned long long total) {
    static char block[LINES_PER_WRITE * COLUMNS];
    for (unsigned long i = 0; i < LINES_PER_WRITE; i++) make_line(block + i * COLUMNS, i);
    while (total > 0) {
        size_t length = total < sizeof block ? (size_t)total : sizeof block;
        write_all(block, length);
        total -= length;
        for (unsigned long i = 0; i < LINES_PER_WRITE; i++) add(block + i * COLUMNS, LINES_PER_WRITE);
    }
}

static void write_at_rate(unsigned long per_second, unsigned long seconds) {
    char line[COLUMNS];
    struct timespec next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    for (unsigned long i = 0; i < per_second * seconds; i++) {
        make_line(line, i);
        write_all(line, COLUMNS);
        next.tv_nsec += 1000000000L / (long)per_second;
        if (next.tv_nsec >= 1000000000L) {
            next.tv_nsec -= 1000000000L;
            next.tv_sec++;
        }
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
    }
}

int main(int argc, char **argv) {
    if (argc == 2) write_bytes(strtoull(argv[1], NULL, 10));
    else if (argc == 4 && strcmp(argv[1], "--rate") == 0) {
        write_at_rate(strtoul(argv[2], NULL, 10), strtoul(argv[3], NULL, 10));
    } else {
        fprintf(stderr, "usage: lines BYTES | lines --rate LINES_PER_SECOND SECONDS\n");
        return 2;
    }
    return 0;
}
