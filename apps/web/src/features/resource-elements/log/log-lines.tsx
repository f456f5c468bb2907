"use client";

import { ArrowDown } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { cn } from "~/lib/class-names.ts";
import { useZone } from "~/lib/times/zone.ts";
import type { LogLine } from "./log-buffer.ts";
import { LogLineView } from "./log-line-view.tsx";

/** Closer to the end than this counts as the end. */
const END_PX = 24;

export interface LogLinesProps {
  label: string;
  lines: readonly LogLine[];
  /** Whether the connection that they arrive by is lost. */
  lost: boolean;
  /** Its height. */
  className: string;
}

/** Lines of a log. Follows the end, until the reader scrolls up. */
export function LogLines({ label, lines, lost, className }: LogLinesProps) {
  const zone = useZone();
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  // The value of the state once it is rendered: a further line may come before.
  const follows = useRef(true);
  const place = useRef(0);
  const toEnd = useCallback((): void => {
    if (follows.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, []);
  useEffect(() => {
    if (!content.current) return;
    // Not only with each further line: lines get their true height when they come into view.
    const observer = new ResizeObserver(toEnd);
    observer.observe(content.current);
    return () => observer.disconnect();
  }, [toEnd]);
  const follow = (next: boolean): void => {
    follows.current = next;
    setFollowing(next);
    toEnd();
  };
  const onScroll = ({ scrollTop, clientHeight, scrollHeight }: HTMLDivElement): void => {
    const isBack = scrollTop < place.current;
    place.current = scrollTop;
    if (scrollTop + clientHeight >= scrollHeight - END_PX) follow(true);
    // The end itself may move on before the view does: only who scrolls back stops following.
    else if (isBack) follow(false);
  };
  return (
    <div className="relative">
      {lost ? (
        // Over the lines, which stay where they are.
        <p role="status" className="absolute inset-x-0 top-0 bg-pending-soft px-3 py-1 text-xs text-pending-text">
          The connection is lost. Reconnecting.
        </p>
      ) : null}
      <div
        ref={box}
        role="log"
        aria-label={label}
        aria-live="off"
        // Scroll areas must be reachable with the keyboard (WCAG 2.1.1).
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        onScroll={({ currentTarget }) => onScroll(currentTarget)}
        className={cn("overflow-y-auto bg-sunken py-2 font-mono text-xs leading-5", className)}
      >
        <div ref={content}>
          {lines.map((line) => (
            <LogLineView key={line.number} line={line} zone={zone} />
          ))}
        </div>
      </div>
      {following ? null : (
        <Button size="small" className="absolute right-5 bottom-3 shadow-raised" onClick={() => follow(true)}>
          <ArrowDown aria-hidden /> Follow the end
        </Button>
      )}
    </div>
  );
}
