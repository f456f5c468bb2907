import type { StateChange } from "@pragma/contract";
import type { AppRouter, ChangeBatch } from "@pragma/trpc";
import type { TRPCClient } from "@trpc/client";
import { isSignedOut, leadToSignIn } from "~/trpc/signed-out.ts";

/** `lost`: the server does not answer, and is tried again. */
export type LiveStatus = "connecting" | "live" | "lost";

export interface ChangeObserver {
  onStatus: (status: LiveStatus) => void;
  /** What was shown before may be outdated. */
  onReset: () => void;
  onChanges: (changes: readonly StateChange[]) => void;
}

/** After an end that the link itself does not mend. */
const RETRY_MS = 2000;

/**
 * Follows the state changes of the organization until it is told to stop, whatever happens to the connection: it goes on
 * from the last change that arrived. Whoever is signed out meanwhile is led to sign in.
 *
 * @returns ends it
 */
export function followChanges(client: TRPCClient<AppRouter>, observer: ChangeObserver): () => void {
  let over = false;
  let lastEventId: string | undefined;
  let stop = (): void => {};
  let timer: ReturnType<typeof setTimeout> | undefined;

  const subscribe = (): void => {
    const subscription = client.changes.stream.subscribe(lastEventId === undefined ? undefined : { lastEventId }, {
      onStarted: () => {
        if (!over) observer.onStatus("live");
      },
      onData: (event) => {
        if (over) return;
        lastEventId = event.id;
        observer.onStatus("live");
        const batch = event.data as ChangeBatch;
        if (batch.kind === "changes") observer.onChanges(batch.changes);
        // Also at the beginning: the page was made before there was a stream to tell what changed since.
        else observer.onReset();
      },
      onConnectionStateChange: ({ state, error }) => {
        if (!over && state === "connecting" && error) observer.onStatus("lost");
      },
      onError: (error) => {
        if (over) return;
        if (isSignedOut(error)) {
          leadToSignIn();
          return;
        }
        observer.onStatus("lost");
        timer = setTimeout(subscribe, RETRY_MS);
      },
    });
    stop = () => subscription.unsubscribe();
  };
  subscribe();

  return () => {
    over = true;
    clearTimeout(timer);
    stop();
  };
}
