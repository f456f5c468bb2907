import { QUEUES, type Queue } from "@pragma/jobs";

/**
 * Reads kinds of work, separated by commas. Nothing is all of them.
 * @throws Error naming the invalid part
 */
export function parseQueues(text: string): readonly Queue[] {
  const parts = text.split(",").flatMap((piece) => piece.trim() || []);
  const unknown = parts.find((part) => !(QUEUES as readonly string[]).includes(part));
  if (unknown !== undefined) throw new Error(`"${unknown}" must be one of ${QUEUES.join(", ")}`);
  return parts.length === 0 ? QUEUES : QUEUES.filter((queue) => parts.includes(queue));
}
