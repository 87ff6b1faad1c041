/* The one source of randomness: libsodium's, from the kernel. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define RANDOM_UUID_SIZE 37

void random_bytes(void *bytes, size_t length);

/* Fills text with `length` letters drawn evenly from alphabet, and a NUL. */
void random_letters(char *text, size_t length, const char *alphabet);

/* A version 4 UUID (RFC 9562), lower case. */
void random_uuid(char text[static RANDOM_UUID_SIZE]);

/* Tests only: from now on all of the above is a fixed sequence that follows from seed; 0 gives chance back.
 */
void random_fix(uint64_t seed);
