"use client";

import { CloudOff } from "lucide-react";
import { useEffect, useRef } from "react";
import { buttonVariants } from "~/components/ui/button-variants.ts";
import { cn } from "~/lib/class-names.ts";
import { connection } from "~/lib/connection/connection.ts";
import type { ConnectionState } from "~/lib/connection/connection-state.ts";
import { bannerWords } from "~/lib/connection/connection-words.ts";
import { useConnection } from "~/lib/connection/use-connection.ts";
import { isLeavingRefused } from "~/lib/leave-request.ts";
import { useClock } from "~/lib/times/clock.tsx";

/** The height that it takes from the end of the window, for what sticks there: the editor's buttons, the end of the page. */
const ROOM = "--banner-room";

/**
 * Trouble with the connection, the time of the next attempt, and remedies. It lies over the end of the window, so nothing
 * moves when it comes.
 * @param besideNavigation leaves the navigation free where that is beside the page
 */
export function ConnectionBanner({ besideNavigation = false }: { besideNavigation?: boolean }) {
  const state = useConnection();
  const words = bannerWords(state);
  const isShown = words !== null;
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!isShown || !frame.current) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(([entry]) =>
      style.setProperty(ROOM, `${entry?.borderBoxSize[0]?.blockSize}px`),
    );
    observer.observe(frame.current);
    return () => {
      observer.disconnect();
      style.removeProperty(ROOM);
    };
  }, [isShown]);
  if (words === null) return null;
  return (
    <section
      ref={frame}
      aria-label="Connection"
      className={cn(
        "fixed inset-x-0 bottom-0 z-30 flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-pending bg-pending-soft px-4 py-2 text-sm text-pending-text sm:px-6",
        besideNavigation && "lg:left-60",
      )}
    >
      <CloudOff className="size-4 shrink-0" aria-hidden />
      <p role="alert" className="min-w-0 flex-1 basis-60">
        {words}
      </p>
      <Remedy state={state} />
    </section>
  );
}

function Remedy({ state }: { state: ConnectionState }) {
  if (state.trouble === "signed-out") return <SignInAgain />;
  if (state.trouble === null) return null;
  return (
    <div className="ml-auto flex items-center gap-3">
      <NextAttempt state={state} />
      <button type="button" className={buttonVariants({ size: "small" })} onClick={connection.tryNow}>
        Try now
      </button>
    </div>
  );
}

/** Counts, so it is apart from what is read out. */
function NextAttempt({ state: { nextAt, isTrying } }: { state: ConnectionState }) {
  const seconds = useClock((now) => (nextAt === null ? 0 : Math.max(0, Math.ceil((nextAt - now) / 1000))));
  return (
    <span className="tabular-nums">
      {isTrying || nextAt === null || seconds === 0 ? "Trying again…" : `Trying again in ${seconds} s`}
    </span>
  );
}

/** Leads back to this page. What was typed stays: then it signs in beside it. */
function SignInAgain() {
  const signIn = (): void => {
    const { pathname, search } = window.location;
    const address = `/login?next=${encodeURIComponent(pathname + search)}`;
    if (isLeavingRefused()) window.open(address, "_blank");
    else window.location.assign(address);
  };
  return (
    <button
      type="button"
      className={cn(buttonVariants({ variant: "primary", size: "small" }), "ml-auto")}
      onClick={signIn}
    >
      Sign in again
    </button>
  );
}
