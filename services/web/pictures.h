/* Pictures of tickets, made once and kept: making one takes milliseconds, and people look at theirs again. At
 * most so many are kept, the longest unused goes first. Thread-safe. */
#pragma once

#include "http/http.h"

struct pictures;

enum picture_type { PICTURE_SVG, PICTURE_PNG };

/* secure: people reach the service by TLS. */
struct pictures *pictures_open(bool secure, struct error *error) CHECKED;
void pictures_close(struct pictures *pictures);

/* Answers with the token's picture. False when out of memory; then nothing is answered. */
bool pictures_send(struct pictures *pictures, struct http_request *request, const char *token,
                   enum picture_type type) CHECKED;

/* How many were made so far, for metrics. */
uint64_t pictures_made(struct pictures *pictures);
