import { isAbsent, isAway } from "./internal/absence.ts";
import { backoff } from "./internal/backoff.ts";
import { get, jsonBody, segment } from "./internal/call.ts";
import { sleep } from "./internal/deadline.ts";
import { resourcePath } from "./internal/target.ts";
import type { Transport } from "./internal/transport.ts";
import { type ChangeWaitOptions, waitForChange } from "./internal/wait-for-change.ts";
import { type BusyOptions, whileBusy } from "./internal/while-busy.ts";
import { List, type ListOptions } from "./list.ts";
import type { RequestOptions, WriteOptions } from "./options.ts";
import type { ChangeInput, DocumentIdentity } from "./types/change.ts";
import type {
  Change,
  ChangeAction,
  ChangePreview,
  ChangeStatus,
  ChangeSummary,
  QueryOf,
  WireResource,
} from "./types/models.ts";

const PATH = "/changes";
const DEFAULT_BUSY_MS = 600_000;
/** How many actions a change carries; the others are read by page. */
const ACTIONS_CARRIED = 100;

/** Identifies a change: its id, or the change itself. */
export type ChangeTarget = string | { id: string };

/** Which changes are listed: all filters must match. */
export type ListChangesOptions = Omit<QueryOf<"listChanges">, "limit" | "cursor" | "status" | "since" | "until"> & {
  /** One status, or any of several. */
  status?: ChangeStatus | readonly ChangeStatus[] | undefined;
  since?: Date | string | undefined;
  until?: Date | string | undefined;
} & ListOptions;
/** Which actions of a change are listed. */
export type ListActionsOptions = Omit<QueryOf<"listChangeActions">, "limit" | "cursor"> & ListOptions;

interface WhileBusyOptions {
  /**
   * Milliseconds for which the call is repeated while resources that it would change are in flight; ten minutes by
   * default; 0 for no limit.
   */
  busyTimeout?: number | undefined;
  /** Called each time that it has to wait, with the ids of the resources in flight. */
  onBusy?: ((ids: string[]) => void) | undefined;
}
/** `busyTimeout` and `onBusy` matter with `apply: true` alone. */
export type PlanOptions = WriteOptions & WhileBusyOptions;
export type ApplyChangeOptions = RequestOptions & WhileBusyOptions;
export interface RevertOptions extends PlanOptions {
  /** Undo it in resources, too, that others have changed since. */
  force?: boolean | undefined;
  /** Resources that may be replaced to undo it, by id, or `true` for all: what the change replaced, too, is had back only so. */
  allow_replace?: true | string[] | undefined;
  /** Undo it at once, or write nothing. */
  apply?: boolean | undefined;
  /** That of a preview: only if the revert still does what was seen. */
  basis?: string | undefined;
}
export interface EndOptions extends RequestOptions {
  /** Effect on handlers that are running; they are waited for by default. */
  running?: "wait" | "cancel" | undefined;
}
export interface WatchChangeOptions extends RequestOptions {
  /** Seconds between two looks while its status stays the same, 1 to 20; 5 by default. */
  interval?: number | undefined;
}
export type WaitForChangeOptions = ChangeWaitOptions & Pick<WatchChangeOptions, "interval">;

/** Sets of documents and deletions that are planned, reviewed, applied and undone as one. */
export class Changes<Types> {
  readonly #transport: Transport;

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Plans a change: what would be created, changed and deleted, what follows through the graph, and what would be refused.
   * It writes nothing but the plan, which expires after 24 hours. With `apply: true` it is applied at once, or nothing is
   * written; while resources that it would change are in flight, the call is repeated.
   *
   * @throws ValidationError with `apply: true` if anything is refused: `issues` has all of it, by document
   * @throws ConflictError `stale_preview` if it would not do what the preview with this `basis` showed;
   *   `change_in_flight` with `apply: true` if resources are still in flight after `busyTimeout`
   * @throws PreconditionFailedError with `apply: true` if an ETag of `if_match` does not match
   */
  plan<const Documents extends readonly DocumentIdentity[] = readonly []>(
    input: ChangeInput<Types, Documents>,
    options: PlanOptions = {},
  ): Promise<Change> {
    const action = input.apply ? "apply the change" : "plan the change";
    return this.#plan({ action, path: PATH, body: jsonBody(input) }, options);
  }

  /**
   * Plans without storing the plan: at most 500 actions. With its `basis`, `plan` does what was seen, or nothing.
   */
  preview<const Documents extends readonly DocumentIdentity[] = readonly []>(
    input: Omit<ChangeInput<Types, Documents>, "apply" | "basis">,
    options: RequestOptions = {},
  ): Promise<ChangePreview> {
    const path = `${PATH}/preview`;
    const body = jsonBody(input);
    return this.#transport.value({
      action: "preview the change",
      method: "POST",
      path,
      writesNothing: true,
      body,
      options,
    });
  }

  /**
   * Applies a planned change, all of it or nothing. Repeated while resources that it would change are in flight. One that
   * was applied before is returned as it is.
   *
   * @throws ConflictError if something that it was planned on has changed (`facts.stale`), it has refusals, or it is no
   *   longer planned; `change_in_flight` if resources are still in flight after `busyTimeout`
   * @throws NotFoundError
   */
  apply(target: ChangeTarget, { busyTimeout, onBusy, ...options }: ApplyChangeOptions = {}): Promise<Change> {
    return whileBusy(
      () => this.#step(target, "apply", options),
      busyOptions({ busyTimeout, onBusy, signal: options.signal }),
    );
  }

  /** A change with its first 100 actions. @throws NotFoundError */
  get(target: ChangeTarget, options: RequestOptions = {}): Promise<Change> {
    return this.#transport.value(get(`get change ${idOf(target)}`, pathOf(target), options));
  }

  /** Newest first, without their actions. */
  list(options: ListChangesOptions = {}): List<ChangeSummary> {
    const { status, view, actor, set, resource, since, until } = options;
    const query = { status, view, actor, set, resource, since, until } satisfies Record<
      keyof Omit<QueryOf<"listChanges">, "limit" | "cursor">,
      unknown
    >;
    return new List(this.#transport, { ...get("list changes", PATH, options), query }, options);
  }

  /** All actions of a change, in the order in which they can run. @throws NotFoundError */
  actions(target: ChangeTarget, options: ListActionsOptions = {}): List<ChangeAction> {
    const { action, state } = options;
    const call = get(`list the actions of change ${idOf(target)}`, pathOf(target, "/actions"), options);
    return new List(this.#transport, { ...call, query: { action, state } }, options);
  }

  /**
   * A change as it is now, again every few seconds, and at once when it has settled, which ends it. Ends, too, when `signal`
   * aborts. A plan is watched until it is applied and has settled, or is gone.
   *
   * @throws NotFoundError
   */
  async *watch(
    target: ChangeTarget,
    { interval = 5, ...options }: WatchChangeOptions = {},
  ): AsyncGenerator<Change, void, undefined> {
    const { signal } = options;
    const id = idOf(target);
    let seen = false;
    let failures = 0;
    while (!signal?.aborted) {
      try {
        const query = seen ? { wait: interval } : {};
        const change = await this.#transport.value<Change>({
          ...get(`watch change ${id}`, pathOf(id), options),
          query,
        });
        seen = true;
        failures = 0;
        yield change;
        if (isSettled(change.status)) return;
      } catch (error) {
        if (signal?.aborted) return;
        // After the first success, a temporarily unavailable API is waited for.
        if (!seen || !isAway(error)) throw error;
        failures += 1;
        await sleep(backoff(failures), signal).catch(() => undefined);
      }
    }
  }

  /**
   * Waits until an applied change has succeeded: all that it creates, changes and deletes, and what follows.
   *
   * @throws ChangeFailedError if an action failed, or it will not be applied: discarded, expired or stale
   * @throws ChangeBlockedError if it waits for something outside it for `missingTimeout`, ten seconds by default
   * @throws WaitTimeoutError after `timeout` milliseconds, ten minutes by default; it says what waits
   * @throws NotFoundError
   */
  wait(target: ChangeTarget, { interval, ...options }: WaitForChangeOptions = {}): Promise<Change> {
    const source = {
      id: idOf(target),
      watch: (signal: AbortSignal) => this.watch(target, { interval, signal }),
      open: (change: Change, signal: AbortSignal) => this.#open(change, signal),
      resource: (id: string, signal: AbortSignal) => this.#resource(id, signal),
    };
    return waitForChange(source, options);
  }

  /** Discards a planned change; its documents are dropped. Safe to repeat. @throws NotFoundError, ConflictError */
  discard(target: ChangeTarget, options: RequestOptions = {}): Promise<Change> {
    return this.#step(target, "discard", options);
  }

  /**
   * Ends a change that is being carried out: nothing more of it begins. What had not begun is given back; what runs is waited for,
   * or cancelled. Safe to repeat: one that has settled is returned as it is.
   *
   * @throws ConflictError for a plan: discard it
   * @throws NotFoundError
   */
  end(target: ChangeTarget, { running, ...options }: EndOptions = {}): Promise<Change> {
    return this.#step(target, "end", options, { running });
  }

  /**
   * Plans to undo an applied change: config, tags, owners, protection and set of what it touched. What it created is deleted;
   * what it deleted is created anew, without its data. With `apply: true` that is done at once, or nothing is written; while
   * resources that it would change are in flight, the call is repeated.
   *
   * @throws ConflictError while it is applying, if it was never applied, or if what it replaced is no longer kept; as `plan`
   * @throws ValidationError with `apply: true` if anything is refused
   * @throws NotFoundError
   */
  revert(
    target: ChangeTarget,
    { force, allow_replace, apply, basis, ...options }: RevertOptions = {},
  ): Promise<Change> {
    const action = `revert change ${idOf(target)}`;
    const body = jsonBody({ force, allow_replace, apply, basis });
    return this.#plan({ action, path: pathOf(target, "/revert"), body }, options);
  }

  /** Previews a revert, without storing a plan. @throws ConflictError, NotFoundError as `revert` */
  previewRevert(
    target: ChangeTarget,
    { force, allow_replace, ...options }: RequestOptions & Pick<RevertOptions, "force" | "allow_replace"> = {},
  ): Promise<ChangePreview> {
    const action = `preview the revert of change ${idOf(target)}`;
    const body = jsonBody({ force, allow_replace, preview: true });
    return this.#transport.value({ action, method: "POST", path: pathOf(target, "/revert"), body, options });
  }

  #plan(
    call: { action: string; path: string; body: ReturnType<typeof jsonBody> },
    { idempotencyKey, busyTimeout, onBusy, ...options }: PlanOptions,
  ): Promise<Change> {
    // The API repeats its first answer to a key, also that something is in flight: each attempt has one of its own, the
    // same again when the whole call is repeated.
    const keyOf = (attempt: number) =>
      attempt === 1 ? idempotencyKey : idempotencyKey && `${idempotencyKey}.${attempt}`;
    return whileBusy(
      (attempt) => {
        const headers = { "idempotency-key": keyOf(attempt) };
        return this.#transport.value<Change>({ ...call, method: "POST", headers, options });
      },
      busyOptions({ busyTimeout, onBusy, signal: options.signal }),
    );
  }

  #step(
    target: ChangeTarget,
    step: "apply" | "discard" | "end",
    options: RequestOptions,
    query: Record<string, string | undefined> = {},
  ): Promise<Change> {
    const action = `${step} change ${idOf(target)}`;
    return this.#transport.value({ action, method: "POST", path: pathOf(target, `/${step}`), query, options });
  }

  async #open(change: Change, signal: AbortSignal): Promise<readonly ChangeAction[]> {
    if (change.actions.length < ACTIONS_CARRIED) return change.actions.filter(isOpen);
    const lists = (["waiting", "running"] as const).map((state) =>
      this.actions(change, { state, pageSize: 1_000, signal }).toArray(),
    );
    return (await Promise.all(lists)).flat();
  }

  async #resource(id: string, signal: AbortSignal): Promise<WireResource | null> {
    const call = get(`get ${id}`, resourcePath(id), { signal });
    return this.#transport.value<WireResource>(call).catch((error: unknown) => {
      if (isAbsent(error)) return null;
      throw error;
    });
  }
}

function isOpen({ state }: ChangeAction): boolean {
  return state === "waiting" || state === "running";
}

function isSettled(status: ChangeStatus): boolean {
  return status !== "planned" && status !== "applying";
}

function busyOptions({
  busyTimeout,
  onBusy,
  signal,
}: WhileBusyOptions & { signal: AbortSignal | undefined }): BusyOptions {
  return { timeout: busyTimeout ?? DEFAULT_BUSY_MS, onBusy, signal };
}

function idOf(target: ChangeTarget): string {
  return typeof target === "string" ? target : target.id;
}

function pathOf(target: ChangeTarget, rest = ""): string {
  return `${PATH}/${segment(idOf(target))}${rest}`;
}
