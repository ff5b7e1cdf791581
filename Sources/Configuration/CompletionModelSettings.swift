import Completion

/// A model that completes texts: a server, or a checkpoint on this machine.
package struct CompletionModelSettings: Equatable, Sendable {
  /// The server; without an address there is none.
  package var server = RemoteModelOptions(url: "", model: "")
  package var checkpoint = ""

  var isSet: Bool { !server.url.isEmpty || !checkpoint.isEmpty }
  /// For records: the model's name, or the folder's.
  package var label: String {
    server.url.isEmpty ? checkpoint.split(separator: "/").last.map(String.init) ?? "" : server.model
  }

  static let format = Format<CompletionModelSettings>.record(
    CompletionModelSettings(),
    fields: [
      Field(
        "url", \.server.url, .serverURL,
        "Address of an OpenAI-compatible server up to its version, as in http://host:8000/v1."),
      Field("name", \.server.model, .text(limit: 256), "The model's name at the server."),
      Field(
        "key", \.server.key, .secret,
        "Its key, as in ${OPENAI_API_KEY:-}; never printed. Empty: none is sent."),
      Field(
        "checkpoint", \.checkpoint, .text(limit: 4096),
        "Instead of a server: a folder in Hugging Face layout (Qwen3)."),
      Field("concurrent", \.server.concurrent, .integer(1...4096), "Requests at the same time."),
      Field("seconds", \.server.requestSeconds, .number(0.1...86_400), "Time limit of a request."),
      Field(
        "retries", \.server.retries, .integer(0...100),
        "Further attempts where a server is busy or away; the pauses double."),
      Field(
        "knows_top_k", \.server.knowsTopKAndMinP, .boolean,
        "Whether the server takes top_k and min_p (vLLM, llama.cpp do)."),
    ],
    check: { model in
      var found: [Finding] = []
      if !model.server.url.isEmpty, !model.checkpoint.isEmpty {
        found.append(Finding("checkpoint", "is set beside url; a model is the one or the other"))
      }
      if !model.server.url.isEmpty, model.server.model.isEmpty {
        found.append(Finding("name", "is empty; the server at url has to be told which model"))
      }
      return found
    })
}
