import { ConfigError } from "@pragma/sdk/provider";
import { MAX_ANSWER_BYTES } from "../fields.ts";
import { valueAt } from "../template/scope.ts";
import type { HttpAnswer } from "./send.ts";

const HEADER = "header:";

/**
 * Returns the value at `path` of an answer; undefined if there is nothing. `data.items.0.id` is a path into the JSON body, an
 * empty path the whole body, `header:location` a header.
 *
 * @throws ConfigError when the path leads into a body that is no JSON.
 */
export function take(answer: HttpAnswer, path: string): unknown {
  if (path.startsWith(HEADER)) return answer.headers[path.slice(HEADER.length).toLowerCase()];
  if (answer.text.trim() === "") return undefined;
  const body = parseBody(answer, path);
  return path === "" ? body : valueAt(body, path);
}

function parseBody(answer: HttpAnswer, path: string): unknown {
  if (answer.cut) {
    throw new ConfigError(`the answer has more than ${MAX_ANSWER_BYTES} bytes, so "${path}" cannot be taken from it`);
  }
  try {
    return JSON.parse(answer.text);
  } catch {
    // The answer is not repeated: it may hold a secret that nothing else knows of yet.
    throw new ConfigError(`the answer is not JSON, so "${path}" cannot be taken from it`);
  }
}
