"use client";

import { useLayoutEffect, useRef } from "react";
import { Badge } from "~/components/ui/badge.tsx";
import { Section } from "~/components/ui/card.tsx";
import { CopyButton } from "~/components/ui/copy-button.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { useBuildLog } from "./use-build-log.ts";

/** Closer to the end than this counts as the end. */
const NEAR_PX = 24;

/** Follows the log; if the user scrolls up, the position stays. */
export function BuildLog({ provider, version }: { provider: string; version: string }) {
  const { text, live, error, retry } = useBuildLog(provider, version);
  const place = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with every text that came, the end is elsewhere
  useLayoutEffect(() => {
    const { current } = place;
    if (current && atEnd.current) current.scrollTop = current.scrollHeight;
  }, [text]);
  return (
    <Section
      title="Log"
      actions={
        <>
          {live && !error ? (
            <Badge tone="info">
              <span aria-hidden className="size-1.5 animate-pulse rounded-full bg-processing" /> following
            </Badge>
          ) : null}
          <CopyButton text={text} label="Copy log" />
        </>
      }
    >
      {error ? <CallError error={error} onRetry={retry} /> : null}
      <section
        ref={place}
        // Scroll areas must be reachable with the keyboard (WCAG 2.1.1).
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        aria-label="Build log"
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_PX;
        }}
        className="h-[28rem] overflow-auto rounded-b-lg bg-sunken p-4 font-mono text-dense text-ink"
      >
        <pre className="whitespace-pre-wrap break-words">{text}</pre>
        {text === "" && !error ? (
          <p className="text-ink-faint">{live ? "Waiting for the first line…" : "The log is empty."}</p>
        ) : null}
      </section>
    </Section>
  );
}
