import { type Stack, startStack } from "@pragma/chaos/stack/stack";
import {
  type Finding,
  type FuzzAnswer,
  judge,
  Plan,
  type PlannedRequest,
  readApi,
  STREAMS,
  toWire,
} from "@pragma/testing/fuzz";
import { AnswerCheck } from "@pragma/testing/openapi";
import { type Cast, makeCast } from "./cast.ts";
import { exchange } from "./exchange.ts";
import { findLeaks } from "./find-leaks.ts";
import { LogWatch } from "./log-watch.ts";
import type { FuzzOptions } from "./options.ts";
import { packArchives } from "./pack-archives.ts";

/** Something that is wrong, with the request that showed it. */
export interface Violation extends Finding {
  readonly number: number;
  readonly request: PlannedRequest;
  readonly sent: string;
  readonly answer: FuzzAnswer | null;
  /** The smallest variant that still shows it; null if not even the request itself did when it was sent alone. */
  readonly smallest: string | null;
}

/** Outcome of a run. */
export interface Outcome {
  readonly requests: number;
  /** Operations of the document of which nothing was sent. */
  readonly unsent: readonly string[];
  /** How often each operation was answered with each status. */
  readonly statuses: Readonly<Record<string, Readonly<Record<number, number>>>>;
  /** Answers in which a secret was masked: without any, none would have been looked for. */
  readonly masked: number;
  /** The first of each kind. */
  readonly violations: readonly Violation[];
  /** Contents of logs, tables and files that should not be there. */
  readonly leaks: readonly string[];
  /** Errors that the programs logged, a blocked event loop among them. */
  readonly errors: readonly string[];
}

/** A run under way. */
interface Run {
  readonly cast: Cast;
  readonly plan: Plan;
  readonly check: AnswerCheck;
  readonly port: number;
  readonly archives: ReturnType<typeof packArchives>;
  readonly log: LogWatch;
  readonly tokens: Set<string>;
}

/** Mask in place of a secret. */
const MASK = '"********"';

/** Beyond these the causes are the same, most likely. */
const SHRUNK = 20;
const SHRINK_TRIES = 120;

/** As many of the tokens are looked for in the database. */
const TOKENS = 30;

/**
 * Sends so many requests to a stack of its own, and judges each answer; then looks for secrets in all that was written.
 * @param onProgress told how many were sent, each time another thousand was
 */
export async function runFuzz(options: FuzzOptions, onProgress: (sent: number) => void = () => {}): Promise<Outcome> {
  const log = new LogWatch();
  const stack = await startStack({ replicas: 1, workers: 1, onLine: log.onLine });
  try {
    const cast = await makeCast(stack);
    log.watchFor([cast.canary, new URL(stack.database.url).password]);
    const document = await (await fetch(`${stack.urls[0]}/openapi.json`)).json();
    const api = readApi(document);
    const run: Run = {
      ...{ cast, log },
      plan: new Plan(api, options.seed),
      check: new AnswerCheck(document),
      port: Number(new URL(stack.urls[0] as string).port),
      archives: packArchives(),
      tokens: new Set(Object.values(cast.tokens).map(({ secret }) => secret)),
    };
    const sent = await sendAll(run, options, onProgress);
    const unsent = api.operations.map(({ id }) => id).filter((id) => !(id in sent.statuses));
    return { requests: options.requests, unsent, ...sent, ...(await aftermath(stack, run)) };
  } finally {
    await stack.stop();
  }
}

async function aftermath(stack: Stack, run: Run): Promise<Pick<Outcome, "leaks" | "errors">> {
  const secrets = [run.cast.canary, ...[...run.tokens].slice(0, TOKENS)];
  const found = await findLeaks(stack.pool, stack.database.dataDir, secrets);
  const unasked = [...stack.apis, ...stack.workers].flatMap((program) => program.unasked);
  return { leaks: [...run.log.leaks, ...found], errors: [...run.log.errors, ...unasked] };
}

async function sendAll(run: Run, options: FuzzOptions, onProgress: (sent: number) => void) {
  const statuses: Record<string, Record<number, number>> = {};
  const violations = new Map<string, Violation>();
  const end = options.from + options.requests;
  let next = options.from;
  let masked = 0;
  const client = async () => {
    while (next < end) {
      const number = next++;
      if (number % 1000 === 999) onProgress(number + 1 - options.from);
      const request = run.plan.request(number);
      const { answer, findings, sent } = await sendOne(run, request);
      if (answer !== null) count(statuses, request.operation, answer.status);
      if (answer?.text.includes(MASK)) masked++;
      for (const finding of findings) {
        if (violations.has(finding.signature)) continue;
        violations.set(finding.signature, { ...finding, number, request, sent, answer, smallest: null });
      }
    }
  };
  await Promise.all(Array.from({ length: options.clients }, client));
  return { statuses, masked, violations: await shrinkAll(run, [...violations.values()]) };
}

function count(statuses: Record<string, Record<number, number>>, operation: string, status: number): void {
  const counts = statuses[operation] ?? {};
  statuses[operation] = { ...counts, [status]: (counts[status] ?? 0) + 1 };
}

async function shrinkAll(run: Run, violations: readonly Violation[]): Promise<Violation[]> {
  const shrunk: Violation[] = [];
  for (const violation of violations) {
    if (shrunk.length >= SHRUNK) return [...shrunk, ...violations.slice(SHRUNK)];
    let smallest: string | null = null;
    await run.plan.shrink(
      violation.number,
      async (variant) => {
        const { findings, sent } = await sendOne(run, variant);
        const isSame = findings.some(({ signature }) => signature === violation.signature);
        if (isSame) smallest = sent;
        return isSame;
      },
      SHRINK_TRIES,
    );
    shrunk.push({ ...violation, smallest });
  }
  return shrunk;
}

/** Sends a request, and learns from what is answered. */
async function sendOne(run: Run, request: PlannedRequest) {
  const { cast, check, port, archives, tokens } = run;
  const spare = cast.known.pick({ kind: "token", size: request.which });
  const sender = request.actor === "spare" ? { space: spare.space, secret: spare.value } : cast.tokens[request.actor];
  const words = cast.wordsOf[sender?.space ?? ""] ?? "nobody's";
  const wire = toWire(request, {
    archives,
    token: sender?.secret,
    resolve: (mark) => {
      if (mark.kind === "canary") return `${cast.canary}${Math.floor(mark.size * 10)}`;
      return mark.kind === "own-words" ? words : cast.known.pick(mark).value;
    },
  });
  const answer = await exchange(port, wire, STREAMS.has(request.operation) ? request.readMs : undefined);
  const view = { space: sender?.space, wordsOf: cast.wordsOf, canary: cast.canary, tokens };
  const findings = judge(request, wire.target, answer, view, check);
  if (answer?.status === 200 && answer.isWhole && sender !== undefined && findings.length === 0) {
    cast.known.learn(request.operation, sender.space, answer);
    if (request.operation === "createToken") keepToken(tokens, answer.text);
  }
  return { answer, findings, sent: `${wire.head.toString("latin1")}${wire.body.subarray(0, 2000).toString("utf8")}` };
}

function keepToken(tokens: Set<string>, text: string): void {
  const { token } = JSON.parse(text) as { token?: string };
  if (token !== undefined) tokens.add(token);
}
