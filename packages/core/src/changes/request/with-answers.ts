import type { ImportAnswers } from "../../resources/apply/imported-thing.ts";
import type { ChangeRequest } from "./change-request.ts";

/** A request whose documents have what providers said about them. */
export function withAnswers(request: ChangeRequest, answers: ImportAnswers): ChangeRequest {
  if (answers.size === 0) return request;
  const documents = request.documents.map((document, index) => {
    const imported = answers.get(index);
    return imported ? { ...document, imported } : document;
  });
  return { ...request, documents };
}
