// The client library as its own headers declare it, and nothing of ours.
#include <libpq-fe.h>
