#pragma once
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

typedef size_t ccurl_receive(char *bytes, size_t one, size_t count, void *receiver);

/// What arrives, header lines and body, is given with `receiver`; a result other than `one * count` ends the request.
static inline CURLcode ccurl_set_receiver(CURL *easy, ccurl_receive *header, ccurl_receive *body, void *receiver) {
  CURLcode codes[] = {
      curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, header), curl_easy_setopt(easy, CURLOPT_HEADERDATA, receiver),
      curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, body), curl_easy_setopt(easy, CURLOPT_WRITEDATA, receiver)};
  for (int index = 0; index < 4; index++)
    if (codes[index]) return codes[index];
  return CURLE_OK;
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
