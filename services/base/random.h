/* The one source of randomness: libsodium's, from the kernel. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RANDOM_UUID_SIZE 37
#define RANDOM_UUID_BYTES 16

void random_bytes(void *bytes, size_t length);

/* Fills text with `length` letters drawn evenly from alphabet, and a NUL. */
void random_letters(char *text, size_t length, const char *alphabet);

/* A version 4 UUID (RFC 9562), lower case. */
void random_uuid(char text[static RANDOM_UUID_SIZE]);

/* A version 7 UUID (RFC 9562): milliseconds first, so that in an index those of one time lie together, then
 * 74 random bits. As text, lower case, or as bytes. */
void random_uuid7(char text[static RANDOM_UUID_SIZE]);
void random_uuid7_bytes(uint8_t bytes[static RANDOM_UUID_BYTES]);

/* The bytes of a UUID of any version, in either case; false if the text is none. */
bool uuid_parse(const char *text, uint8_t bytes[static RANDOM_UUID_BYTES]);

/* Tests only: from now on all of the above is a fixed sequence that follows from seed; 0 gives chance back.
 */
void random_fix(uint64_t seed);
