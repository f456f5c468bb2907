import { join } from "node:path";
import { nextMessage, start, stop } from "../stack/processes.ts";
import type { Job, RequestsJob, RequestsResult, ResultOf } from "./jobs.ts";

const PROGRAM = join(import.meta.dirname, "main.ts");

/** A running load generator. */
export interface Load {
  /** @throws Error if the load could not be carried out */
  run<J extends Job>(job: J): Promise<ResultOf<J>>;
  stop(): Promise<void>;
}

export function startLoad(): Load {
  const child = start(PROGRAM, {});
  return {
    async run<J extends Job>(job: J) {
      const answer = nextMessage<{ result: ResultOf<J> } | { error: string }>(child);
      child.send(job);
      const message = await answer;
      if ("error" in message) throw new Error(message.error);
      return message.result;
    },
    stop: () => stop(child),
  };
}

/** Requests that must all be answered 200. */
export async function runAll(load: Load, job: RequestsJob): Promise<RequestsResult> {
  const result = await load.run(job);
  if (Object.keys(result.failures).length > 0) {
    throw new Error(`Answers other than 200: ${JSON.stringify(result.failures)}: ${result.firstFailure}`);
  }
  return result;
}
