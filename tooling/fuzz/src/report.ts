import type { Outcome, Violation } from "./run-fuzz.ts";

const TOLD = 40;
const LENGTH = 1500;

/** Whether anything was wrong. */
export function isClean({ violations, leaks, errors }: Outcome): boolean {
  return violations.length + leaks.length + errors.length === 0;
}

/** The run, for people: what was wrong, and how to send it again. */
export function reportLines(seed: number, outcome: Outcome): string[] {
  const { requests, violations, leaks, errors } = outcome;
  return [
    ...violations.slice(0, TOLD).flatMap((violation) => violationLines(seed, violation)),
    ...leaks.slice(0, TOLD).map((leak) => `secret in ${leak.slice(0, LENGTH)}`),
    ...errors.slice(0, TOLD).map((error) => `logged: ${error.slice(0, LENGTH)}`),
    `${requests} requests with seed ${seed}: ${violations.length} kinds of violations, ${leaks.length} secrets in logs or tables, ${errors.length} errors logged`,
  ];
}

function violationLines(seed: number, { number, signature, message, sent, answer, smallest }: Violation): string[] {
  return [
    `seed ${seed}, request ${number}: ${signature}`,
    `    ${message.slice(0, LENGTH)}`,
    ...indented(smallest ?? sent),
    `  ${smallest === null ? "not shown by the request alone" : "smallest that shows it"}`,
    `  answered ${answer === null ? "nothing" : `${answer.status} ${answer.text.slice(0, LENGTH)}`}`,
    "",
  ];
}

function indented(text: string): string[] {
  return text
    .slice(0, LENGTH)
    .split("\r\n")
    .map((line) => `    | ${line.slice(0, 200)}`);
}

/** How often each operation was answered with what. */
export function statusLines({ statuses }: Outcome): string[] {
  return Object.entries(statuses)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([operation, counts]) => {
      const told = Object.entries(counts).map(([status, count]) => `${status} × ${count}`);
      return `${operation.padEnd(24)} ${told.join(", ")}`;
    });
}
