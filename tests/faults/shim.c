/* Stands between a program and its disk: notes what it does to the files of one folder, and makes the n-th of these deeds fail or be
 * the last one. Loaded before the C library (LD_PRELOAD) into the processes of tests alone; told what to do by the faults_ functions.
 *
 * A deed is a write, a cut, a sync, a rename, a link, a removal, a folder or file made, or a file opened to write.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define FILES 4096
#define REAL(name) ({ static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name); real; })

enum { FAIL = 0, KILL = 1, KILL_HALF = 2 };

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static size_t folder_length;
static char is_ours[FILES];
static int log_file = -1;
static long deeds, strike_at, strikes_left, struck;
static int strike_error, strike_how, strike_after_half;
static char struck_deed[64], struck_name[256];

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_open)(const char *, int, ...);
static int (*real_openat)(int, const char *, int, ...);

__attribute__((constructor)) static void begin(void) {
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_open = dlsym(RTLD_NEXT, "open64");
    real_openat = dlsym(RTLD_NEXT, "openat64");
}

static int within(const char *path) {
    return folder_length && path && !strncmp(path, folder, folder_length) && (!path[folder_length] || path[folder_length] == '/');
}

static int ours(int file) { return file >= 0 && file < FILES && is_ours[file]; }

static uint64_t inode_of(int file) {
    struct stat found;
    return fstat(file, &found) ? 0 : (uint64_t)found.st_ino;
}

static void put(const void *data, size_t length) {
    const char *at = data;
    while (length) {
        ssize_t done = real_write(log_file, at, length);
        if (done <= 0) abort();
        at += done, length -= (size_t)done;
    }
}

/* One line of the log: the deed, the file, a place or a size, two names, the bytes. */
static void note(char deed, uint64_t file, uint64_t at, const char *name, const char *other, const void *data, size_t length) {
    if (log_file < 0) return;
    uint64_t numbers[5] = {file, at, name ? strlen(name) : 0, other ? strlen(other) : 0, length};
    put(&deed, 1);
    put(numbers, sizeof numbers);
    if (name) put(name, numbers[2]);
    if (other) put(other, numbers[3]);
    if (length) put(data, length);
}

static int needs_room(const char *deed) { return strcmp(deed, "unlink") && strcmp(deed, "shorten") && strcmp(deed, "reopen"); }

static void end(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

/* 1 if this deed fails, with errno set. *half: bytes of a write that are still done. */
static int strikes(const char *deed, const char *name, size_t length, size_t *half) {
    if (half) *half = 0;
    deeds++;
    if (!strike_at || deeds < strike_at || !strikes_left) return 0;
    if (strike_how == FAIL && (strike_error == ENOSPC || strike_error == EDQUOT) && !needs_room(deed)) return 0;
    if (!struck) {
        snprintf(struck_deed, sizeof struck_deed, "%s", deed);
        snprintf(struck_name, sizeof struck_name, "%s", name ? name : "");
    }
    struck++;
    if (strike_how == KILL) end();
    if (half && length > 1 && (strike_how == KILL_HALF || (strike_after_half && struck == 1))) {
        *half = length / 2;
        return 1;
    }
    if (strike_how == KILL_HALF) end();
    if (strikes_left > 0) strikes_left--;
    errno = strike_error;
    return 1;
}

static void name_of(int file, char *name, size_t size) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, name, size - 1);
    name[length > 0 ? length : 0] = 0;
}

/* What a test tells. */
void faults_in(const char *path) {
    snprintf(folder, sizeof folder, "%s", path);
    folder_length = strlen(folder);
}
void faults_log(const char *path) { log_file = real_open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600); }
void faults_mark(long number) {
    pthread_mutex_lock(&gate);
    note('m', 0, (uint64_t)number, NULL, NULL, NULL, 0);
    pthread_mutex_unlock(&gate);
}
/* The deed `at` from now fails with `error`, and `times` in all (-1: until told otherwise); after_half: half of the first write is done. */
void faults_strike(long at, int error, int how, long times, int after_half) {
    pthread_mutex_lock(&gate);
    deeds = struck = 0;
    strike_at = at, strike_error = error, strike_how = how, strikes_left = times, strike_after_half = after_half;
    struck_deed[0] = struck_name[0] = 0;
    pthread_mutex_unlock(&gate);
}
long faults_deeds(void) { return deeds; }
long faults_struck(void) { return struck; }
const char *faults_struck_deed(void) { return struck_deed; }
const char *faults_struck_name(void) { return struck_name; }

/* The deeds. */
static int opened(int at, const char *path, int flags, mode_t mode) {
    if (!within(path)) return real_openat(at, path, flags, mode);
    int file = -1;
    struct stat was;
    pthread_mutex_lock(&gate);
    int is_there = !stat(path, &was), writes = (flags & O_ACCMODE) != O_RDONLY || flags & O_CREAT;
    if (!writes || !strikes(is_there ? "reopen" : "create", path, 0, NULL)) {
        file = real_openat(at, path, flags, mode);
        if (file >= 0 && file < FILES) {
            is_ours[file] = 1;
            if (!is_there) note('c', inode_of(file), 0, path, NULL, NULL, 0);
            else if (flags & O_TRUNC) note('t', inode_of(file), 0, NULL, NULL, NULL, 0);
        }
    }
    pthread_mutex_unlock(&gate);
    return file;
}

#define MODE(flags) ({ mode_t mode = 0; if ((flags) & (O_CREAT | __O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); } mode; })
int open(const char *path, int flags, ...) { return opened(AT_FDCWD, path, flags, MODE(flags)); }
int open64(const char *path, int flags, ...) { return opened(AT_FDCWD, path, flags | O_LARGEFILE, MODE(flags)); }
int openat(int at, const char *path, int flags, ...) { return opened(at, path, flags, MODE(flags)); }
int openat64(int at, const char *path, int flags, ...) { return opened(at, path, flags | O_LARGEFILE, MODE(flags)); }

int close(int file) {
    if (file >= 0 && file < FILES) is_ours[file] = 0;
    return REAL(close)(file);
}

static ssize_t written(int file, const void *data, size_t length, off_t at, int in_place) {
    char name[PATH_MAX];
    size_t half;
    ssize_t done = -1;
    pthread_mutex_lock(&gate);
    name_of(file, name, sizeof name);
    if (!in_place) at = fcntl(file, F_GETFL) & O_APPEND ? lseek(file, 0, SEEK_END) : lseek(file, 0, SEEK_CUR);
    int fails = strikes("write", name, length, &half);
    if (!fails || half) {
        done = in_place ? real_pwrite(file, data, half ? half : length, at) : real_write(file, data, half ? half : length);
        if (done > 0) note('w', inode_of(file), (uint64_t)at, NULL, NULL, data, (size_t)done);
        if (half && strike_how == KILL_HALF) end();
    }
    pthread_mutex_unlock(&gate);
    return done;
}

ssize_t write(int file, const void *data, size_t length) {
    return ours(file) ? written(file, data, length, 0, 0) : real_write(file, data, length);
}
ssize_t pwrite(int file, const void *data, size_t length, off_t at) {
    return ours(file) ? written(file, data, length, at, 1) : real_pwrite(file, data, length, at);
}
ssize_t pwrite64(int file, const void *data, size_t length, off64_t at) { return pwrite(file, data, length, at); }

int ftruncate(int file, off_t size) {
    if (!ours(file)) return REAL(ftruncate)(file, size);
    char name[PATH_MAX];
    struct stat was;
    int done = -1;
    pthread_mutex_lock(&gate);
    name_of(file, name, sizeof name);
    int shorter = !fstat(file, &was) && size <= was.st_size;
    if (!strikes(shorter ? "shorten" : "lengthen", name, 0, NULL) && !(done = REAL(ftruncate)(file, size)))
        note('t', inode_of(file), (uint64_t)size, NULL, NULL, NULL, 0);
    pthread_mutex_unlock(&gate);
    return done;
}
int ftruncate64(int file, off64_t size) { return ftruncate(file, size); }

static int synced(int file, int (*real)(int)) {
    char name[PATH_MAX];
    int done = -1;
    pthread_mutex_lock(&gate);
    name_of(file, name, sizeof name);
    if (!strikes("sync", name, 0, NULL) && !(done = real(file))) note('s', inode_of(file), 0, name, NULL, NULL, 0);
    pthread_mutex_unlock(&gate);
    return done;
}
int fsync(int file) { return ours(file) ? synced(file, REAL(fsync)) : REAL(fsync)(file); }
int fdatasync(int file) { return ours(file) ? synced(file, REAL(fdatasync)) : REAL(fdatasync)(file); }

#define NAMED(condition, deed, letter, name, other, call) ({ \
    int done = -1; \
    if (!(condition)) done = (call); \
    else { \
        pthread_mutex_lock(&gate); \
        if (!strikes(deed, name, 0, NULL) && !(done = (call))) note(letter, 0, 0, name, other, NULL, 0); \
        pthread_mutex_unlock(&gate); \
    } \
    done; })

int rename(const char *from, const char *to) {
    return NAMED(within(from) || within(to), "rename", 'r', from, to, REAL(rename)(from, to));
}
int link(const char *from, const char *to) { return NAMED(within(to), "link", 'l', from, to, REAL(link)(from, to)); }
int unlink(const char *path) { return NAMED(within(path), "unlink", 'u', path, NULL, REAL(unlink)(path)); }
int rmdir(const char *path) { return NAMED(within(path), "unlink", 'x', path, NULL, REAL(rmdir)(path)); }
int mkdir(const char *path, mode_t mode) { return NAMED(within(path), "mkdir", 'd', path, NULL, REAL(mkdir)(path, mode)); }
