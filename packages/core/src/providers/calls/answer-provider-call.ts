import { type Json, PROVIDER_VERSION_PATTERN } from "@pragma/contract";
import {
  claimProviderCall,
  findResourceAndTypes,
  insertProviderCallChunk,
  isProviderCallWanted,
  type ProviderCallRow,
  passOnProviderCall,
  type ResourceRow,
} from "@pragma/db/queries";
import { CANCEL_CHANNEL } from "../../foundation/common/wake-up.ts";
import type { KnownType } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { connectionConfig, runningConnectionConfig } from "../../resources/references/connection-config.ts";
import { SILENCE_SECONDS } from "../readiness/silence.ts";
import { AnswerTooLarge, AnswerWriter, NobodyWaits } from "./answer-writer.ts";
import type { QuestionSubject } from "./ask-provider.ts";

/** A question as the worker sees it. */
export interface OpenQuestion {
  organizationId: string;
  provider: string;
  /** The name of its type. */
  resource: string;
  /** The resource that it is about; null if it is about things that have none. */
  row: ResourceRow | null;
  /** What was handed over last of the resource's config, or what is known of one, sealed. */
  config: Json;
  /** The config of its connection, sealed; null if it uses none. */
  connection: Json | null;
  /** Undefined if it is gone. */
  type: KnownType | undefined;
  method: string;
  arguments: Json;
  deadlineMs: number;
  /** Aborts once nobody waits for the answer. */
  signal: AbortSignal;
}

export type QuestionFailure = { kind: "timeout" | "failed"; message: string };

/** How often to check whether the asker has left, in case the notification is lost. */
const WATCH_MS = 1000;

/**
 * Answers a question that the API asked. Does nothing if nobody waits for it any more, or another worker has it. An
 * answer has at most 1,000 chunks and 8 MiB.
 *
 * @param handler produces the chunks; `describeFailure` turns its errors into an error answer
 * @param admit reserves a place for one more open question of an organization, and returns its release; undefined if
 *   none is left: the question is then refused, and nothing is read. Without it there is no limit
 * @param runs whether this worker runs the provider of a type for an organization; by default it runs all. Questions for
 *   others are left to a live worker that runs the provider; without one the handler is asked anyway, and says so
 * @param traceparent of the job, for whoever the question is left to
 */
export async function answerProviderCall(
  core: Core,
  callId: string,
  handler: (question: OpenQuestion) => AsyncIterable<Json>,
  describeFailure: (error: unknown) => QuestionFailure,
  admit: (organizationId: string) => (() => void) | undefined = () => () => {},
  runs: (organizationId: string, type: KnownType) => boolean = () => true,
  traceparent: string | null = null,
): Promise<void> {
  const call = await claimProviderCall(core.db, callId);
  if (!call) return;
  const writer = new AnswerWriter((sequence, kind, body) => write(core, callId, sequence, kind, body));
  const leave = admit(call.organization_id);
  if (!leave) return await writer.end("error", failed("too many questions are open already; ask again in a moment"));
  const controller = new AbortController();
  const endWatch = watchAsker(core, callId, controller);
  try {
    const question = await readQuestion(core, call, controller.signal);
    if (!question) return await writer.end("error", failed("the resource is gone"));
    if (await leaveToAnother(core, callId, question, runs, traceparent)) return;
    for await (const chunk of handler(question)) await writer.data(chunk);
    await writer.end("end", null);
  } catch (error) {
    if (error instanceof NobodyWaits || controller.signal.aborted) return;
    await writer.end("error", error instanceof AnswerTooLarge ? failed(error.message) : { ...describeFailure(error) });
  } finally {
    endWatch();
    leave();
  }
}

async function readQuestion(core: Core, call: ProviderCallRow, signal: AbortSignal): Promise<OpenQuestion | undefined> {
  const organizationId = call.organization_id;
  const about = call.subject === null ? await readResource(core, call) : await readSubject(core, call, call.subject);
  if (!about) return undefined;
  return {
    organizationId,
    ...about,
    method: call.method,
    arguments: JSON.parse(call.arguments) as Json,
    deadlineMs: Math.max(1, call.remaining_ms),
    signal,
  };
}

type About = Pick<OpenQuestion, "provider" | "resource" | "row" | "config" | "connection" | "type">;

async function readResource(core: Core, call: ProviderCallRow): Promise<About | undefined> {
  const organizationId = call.organization_id;
  const { row, typesVersion } = await findResourceAndTypes(core.db.tenant(organizationId), call.resource_key ?? "");
  if (!row) return undefined;
  const { provider, resource } = row;
  return {
    ...{ provider, resource, row },
    config: JSON.parse(row.handed_config ?? row.config) as Json,
    connection: await runningConnectionConfig(core, organizationId, row),
    type: (await core.types.at(organizationId, typesVersion)).find(provider, resource),
  };
}

async function readSubject(core: Core, call: ProviderCallRow, text: string): Promise<About> {
  const organizationId = call.organization_id;
  const { provider, resource, connection, config } = JSON.parse(text) as QuestionSubject;
  return {
    ...{ provider, resource, config },
    row: null,
    connection: await connectionConfig(core, organizationId, { provider, connection }),
    type: (await core.types.current(organizationId)).find(provider, resource),
  };
}

async function leaveToAnother(
  core: Core,
  callId: string,
  { organizationId, type }: OpenQuestion,
  runs: (organizationId: string, type: KnownType) => boolean,
  traceparent: string | null,
): Promise<boolean> {
  if (!type || runs(organizationId, type)) return false;
  const { provider, resource, version } = type;
  const names = PROVIDER_VERSION_PATTERN.test(version)
    ? ["*", organizationId].flatMap((owner) => [`${owner}/*`, `${owner}/${provider}`])
    : [`${provider}/${resource}`];
  const worker = await passOnProviderCall(core.db, callId, names, SILENCE_SECONDS, traceparent);
  if (worker === undefined) return false;
  core.wakeUp.passedOn(worker);
  return true;
}

async function write(
  core: Core,
  callId: string,
  sequence: number,
  kind: "data" | "end" | "error",
  body: string,
): Promise<boolean> {
  const wanted = await insertProviderCallChunk(core.db, callId, sequence, kind, body);
  if (wanted) core.wakeUp.answered(callId);
  return wanted;
}

/** Aborts once the asker has left. @returns ends the watch */
function watchAsker(core: Core, callId: string, controller: AbortController): () => void {
  const unlisten = core.services.listener.listen(CANCEL_CHANNEL, (payload) => {
    if (payload === callId) controller.abort();
  });
  const check = (): void => {
    isProviderCallWanted(core.db, callId).then(
      (wanted) => wanted || controller.abort(),
      () => undefined,
    );
  };
  const timer = setInterval(check, WATCH_MS);
  return () => {
    clearInterval(timer);
    unlisten();
  };
}

function failed(message: string): Json {
  return { kind: "failed", message };
}
