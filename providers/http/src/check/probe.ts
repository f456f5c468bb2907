import { isDeepStrictEqual } from "node:util";
import { buildHeaders, parseUrl } from "../http/build.ts";
import { sendAndFollow } from "../http/follow.ts";
import type { HttpAnswer } from "../http/send.ts";
import { take } from "../http/take.ts";
import type { CheckConfig } from "./config.ts";

/** How a URL answered: `fault` says what is not as it should be, null if all is. */
export interface Probe {
  status: number;
  fault: string | null;
}

/** Asks once. @throws what goes wrong on the way to an answer; ConfigError for what no repetition fixes. */
export async function probe(config: CheckConfig, signal: AbortSignal): Promise<Probe> {
  const url = parseUrl(config.url, "url");
  const headers = buildHeaders([config.headers], null);
  const request = { method: config.method, url, headers, body: null };
  const answer = await sendAndFollow(request, { ...config, signal }, "bare");
  return { status: answer.status, fault: faultOf(config, answer) };
}

function faultOf(config: CheckConfig, answer: HttpAnswer): string | null {
  const { status } = answer;
  const isExpected = config.status?.includes(status) ?? (status >= 200 && status < 300);
  if (!isExpected) return `answered ${status}, expected ${config.status?.join(" or ") ?? "200 to 299"}`;
  if (config.contains !== undefined && !answer.text.includes(config.contains)) {
    return `answered ${status}, without the text "${config.contains}"`;
  }
  for (const [path, wanted] of Object.entries(config.json)) {
    const fault = jsonFault(answer, path, wanted);
    if (fault !== null) return `answered ${status}, ${fault}`;
  }
  return null;
}

function jsonFault(answer: HttpAnswer, path: string, wanted: unknown): string | null {
  try {
    const found = take(answer, path);
    return isDeepStrictEqual(found, wanted) ? null : `with something else than ${JSON.stringify(wanted)} at "${path}"`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
