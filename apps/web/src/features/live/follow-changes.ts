import type { ChangeProgressEvent, StateChange } from "@pragma/contract";
import type { AppRouter, ChangeBatch } from "@pragma/trpc";
import type { TRPCClient } from "@trpc/client";
import type { StreamStatus } from "~/lib/connection/connection-state.ts";
import { isSignedOut } from "~/trpc/signed-out.ts";
import { whileInView } from "./while-in-view.ts";

/** All but `none`: `lost` retries at once, `refused` now and then. */
type LiveStatus = Exclude<StreamStatus, "none">;

export interface ChangeObserver {
  /** @param reason why it was refused, for people */
  onStatus: (status: LiveStatus, reason: string | null) => void;
  /** Calls what it is given each time the server answers again: the link itself waits for seconds. @returns ends that */
  onRecovery: (again: () => void) => () => void;
  /** The viewer may no longer see what they saw before. */
  onForbidden: () => void;
  /** Shown data may be outdated. */
  onReset: () => void;
  onChanges: (changes: readonly StateChange[]) => void;
  onProgress: (progress: readonly ChangeProgressEvent[]) => void;
}

/** After an end that the link itself does not fix. */
const RETRY_MS = 2000;
/** Codes of answers that another attempt changes only once somebody has done something. */
const REFUSALS = new Set(["FORBIDDEN", "TOO_MANY_REQUESTS"]);
const RETRY_REFUSED_MS = 30_000;
/** Reconnecting after coming back into view is reported only if it takes longer. */
const BLINK_MS = 1000;

/**
 * Follows the state changes of the organization, and how its changes progress, until it is told to stop, whatever happens
 * to the connection: it goes on from the last change that arrived. A tab that is hidden does not follow them; when it comes into view it goes on
 * in the same way, so that it shows what changed meanwhile. Where the login has ended it waits for another.
 *
 * @param since the position in the stream at which it begins: the page was read after that
 * @returns ends it
 */
export function followChanges(client: TRPCClient<AppRouter>, since: string, observer: ChangeObserver): () => void {
  let lastEventId = since;
  let status: LiveStatus = "connecting";
  let wasLive = false;
  const tell = (next: LiveStatus, reason: string | null = null): void => {
    status = next;
    wasLive ||= next === "live";
    observer.onStatus(next, reason);
  };

  return whileInView(() => {
    let over = false;
    let stop = (): void => {};
    let timer = setTimeout(() => tell("connecting"), status === "live" ? BLINK_MS : 0);

    const isLive = (): void => {
      clearTimeout(timer);
      tell("live");
    };
    const isLost = (): void => {
      clearTimeout(timer);
      tell("lost");
    };
    const subscribe = (): void => {
      const subscription = client.live.stream.subscribe(
        { lastEventId },
        {
          // Not once it has started, which it also has before it is refused.
          onData: (event) => {
            if (over) return;
            lastEventId = event.id;
            isLive();
            const batch = event.data as ChangeBatch;
            if (batch.kind === "changes") observer.onChanges(batch.changes);
            else if (batch.kind === "progress") observer.onProgress(batch.progress);
            else if (batch.kind === "reset") observer.onReset();
          },
          onConnectionStateChange: ({ state, error }) => {
            if (!over && state === "connecting" && error) isLost();
          },
          onError: (error) => {
            if (over) return;
            if (isSignedOut(error)) return isLost();
            if (REFUSALS.has(error.data?.code ?? "")) {
              clearTimeout(timer);
              tell("refused", error.message);
              // Once: who has something to lose may decide to stay on the page.
              if (error.data?.code === "FORBIDDEN" && wasLive) {
                wasLive = false;
                observer.onForbidden();
              }
              timer = setTimeout(subscribe, RETRY_REFUSED_MS);
              return;
            }
            isLost();
            timer = setTimeout(subscribe, RETRY_MS);
          },
        },
      );
      stop = () => subscription.unsubscribe();
    };
    subscribe();
    const stopListening = observer.onRecovery(() => {
      if (status === "live") return;
      clearTimeout(timer);
      stop();
      subscribe();
    });

    return () => {
      over = true;
      stopListening();
      clearTimeout(timer);
      stop();
      // There are no more retries, so nothing counts as lost.
      if (status === "lost" || status === "refused") tell("connecting");
    };
  });
}
