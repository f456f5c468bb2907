import { isHostName, type ProxyQuestion, RECORD_METHODS } from "./proxy-protocol.ts";

/**
 * Reads a line of a process as a question; null if it is not one. It comes out of the sandbox, so nothing in it is
 * trusted.
 */
export function readQuestion(text: string): ProxyQuestion | null {
  try {
    const question = JSON.parse(text) as ProxyQuestion;
    return typeof question?.id === "number" && isWellFormed(question) ? question : null;
  } catch {
    return null;
  }
}

function isWellFormed(question: ProxyQuestion): boolean {
  switch (question.ask) {
    case "connect":
      return (
        isHostName(question.host) &&
        isFamily(question.family) &&
        Number.isInteger(question.port) &&
        question.port >= 0 &&
        question.port <= 65_535
      );
    case "lookup":
      return isHostName(question.host) && isFamily(question.family);
    case "records":
      return (
        RECORD_METHODS.includes(question.method) &&
        isHostName(question.name) &&
        (question.options === undefined || (typeof question.options === "object" && question.options !== null))
      );
    case "cancel":
      return true;
    default:
      return false;
  }
}

function isFamily(value: unknown): boolean {
  return value === 0 || value === 4 || value === 6;
}
