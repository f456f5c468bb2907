import type { Request } from "./requests.ts";
import type { Run } from "./run.ts";

/** Notes what a change asks for, by a message of its own. */
export function named(run: Run, request: Request): { message: string } & Request {
  const message = `#${run.plans.size + 1}`;
  run.plans.set(message, request);
  run.story.push(`${message} ${JSON.stringify(request)}`);
  return { message, ...request };
}
