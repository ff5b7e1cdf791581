#pragma once
#include <fcntl.h>

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

// curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt take variable arguments, which Swift cannot call: a function
// for each type of argument.

static inline CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

/// Texts, lists and what callbacks are given.
static inline CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, const void *value) {
  return curl_easy_setopt(easy, option, value);
}

/// The body of a POST, copied.
static inline CURLcode ccurl_set_body(CURL *easy, const void *bytes, size_t count) {
  CURLcode code = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
  return code ? code : curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, bytes);
}

/// What arrives is given to `receive`, with `receiver`; a result other than `count` ends the request.
static inline CURLcode ccurl_set_receiver(CURL *easy, size_t (*receive)(char *bytes, size_t one, size_t count, void *),
                                          void *receiver) {
  CURLcode code = curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive);
  return code ? code : curl_easy_setopt(easy, CURLOPT_WRITEDATA, receiver);
}

static int ccurl_close_on_exec(void *unused, curl_socket_t socket, curlsocktype kind) {
  (void)unused, (void)kind;
  fcntl(socket, F_SETFD, FD_CLOEXEC);
  return CURL_SOCKOPT_OK;
}

/// A process started meanwhile does not inherit the connection and keep it open.
static inline CURLcode ccurl_set_close_on_exec(CURL *easy) {
  return curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, ccurl_close_on_exec);
}

static inline CURLcode ccurl_get_long(CURL *easy, CURLINFO info, long *value) {
  return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode ccurl_get_pointer(CURL *easy, CURLINFO info, void *value) {
  return curl_easy_getinfo(easy, info, (void **)value);
}

static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}
