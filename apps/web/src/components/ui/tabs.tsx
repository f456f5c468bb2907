"use client";

import { createContext, type KeyboardEvent, type MouseEvent, type ReactNode, use, useId } from "react";
import { tabAfter } from "./tab-steps.ts";

export interface Tab {
  value: string;
  label: ReactNode;
}

const Opened = createContext({ id: "", value: "" });

/**
 * Tabs whose owner keeps the choice, usually in the URL, so that a link leads to the same view. One tab is in the order of
 * the Tab key; arrows, Home and End open others (the ARIA pattern of tabs). Not Radix's: pages have it in their first files.
 */
export function Tabs({
  tabs,
  value,
  onValueChange,
  label,
  children,
}: {
  tabs: readonly Tab[];
  value: string;
  onValueChange: (value: string) => void;
  label: string;
  children: ReactNode;
}) {
  const id = useId();
  const open = (opened: string): void => {
    if (opened !== value) onValueChange(opened);
  };
  const step = (event: KeyboardEvent<HTMLElement>, index: number): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const next = tabAfter(event.key, index, tabs.length);
    if (next === null) return;
    event.preventDefault();
    const button = event.currentTarget.parentElement?.children[next];
    if (button instanceof HTMLElement) button.focus();
  };
  return (
    <div>
      <div role="tablist" aria-label={label} className="mb-4 flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map((tab, index) => {
          const isOpen = tab.value === value;
          return (
            <button
              key={tab.value}
              type="button"
              role="tab"
              id={`${id}-tab-${tab.value}`}
              aria-selected={isOpen}
              aria-controls={isOpen ? `${id}-${tab.value}` : undefined}
              tabIndex={isOpen ? 0 : -1}
              onMouseDown={takesFocusAtMain}
              onClick={() => open(tab.value)}
              onKeyDown={(event) => step(event, index)}
              onFocus={({ currentTarget }) => {
                open(tab.value);
                // Browsers do not scroll to a tab that is already half in view.
                currentTarget.scrollIntoView({ block: "nearest", inline: "nearest" });
              }}
              // A scroll container would cut off a ring around it.
              className="-mb-px whitespace-nowrap border-b-2 -outline-offset-2 border-transparent px-3 py-2 text-sm font-medium text-ink-soft hover:text-ink aria-selected:border-accent aria-selected:text-ink"
            >
              {tab.label}
            </button>
          );
        })}
      </div>
      <Opened value={{ id, value }}>{children}</Opened>
    </div>
  );
}

/** The focus opens a tab, and a context menu must not. */
function takesFocusAtMain(event: MouseEvent): void {
  if (event.button !== 0 || event.ctrlKey) event.preventDefault();
}

export function TabPanel({ value, children }: { value: string; children: ReactNode }) {
  const { id, value: opened } = use(Opened);
  if (value !== opened) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: after the tab, the Tab key leads to what it shows (ARIA's pattern)
    <div role="tabpanel" id={`${id}-${value}`} aria-labelledby={`${id}-tab-${value}`} tabIndex={0}>
      {children}
    </div>
  );
}
