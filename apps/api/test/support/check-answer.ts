import { AnswerCheck, type ReceivedAnswer } from "@pragma/testing/openapi";
import { openapiDocument } from "../../src/openapi/document.ts";

const check = new AnswerCheck(openapiDocument("http://localhost:8000"));

/**
 * Fails unless the OpenAPI document describes this very answer: path, method, status, content type, headers and body.
 * Objects may have no member that the document does not name.
 */
export function checkAnswer(method: string, path: string, answer: ReceivedAnswer): void {
  const problems = check.problemsOf(method, path, answer);
  if (problems.length === 0) return;
  throw new Error(
    `${method} ${path} answered ${answer.status} against OpenAPI:\n${problems.join("\n")}\n${answer.text}`,
  );
}
