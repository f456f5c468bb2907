"use client";

import {
  type HTMLAttributes,
  type RefObject,
  type SyntheticEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";

/** The events that Radix listens to on the triggers of menus, popovers and tooltips. */
const EVENTS = [
  "onClick",
  "onPointerDown",
  "onPointerMove",
  "onPointerLeave",
  "onKeyDown",
  "onFocus",
  "onBlur",
] as const;
type EventName = (typeof EVENTS)[number];
type Handlers = Partial<Record<EventName, (event: SyntheticEvent) => void>>;

/** Whether an event on the trigger asks for its popup. */
export type Asks = { readonly [name in EventName]?: (event: never) => boolean };

/** The unanswered event that each event takes back. */
const TAKEN_BACK_BY: Partial<Record<EventName, EventName>> = {
  onPointerLeave: "onPointerMove",
  onPointerDown: "onPointerMove",
  onBlur: "onFocus",
};

/** After the page itself. A tab that outlives an upgrade of the server could not load it later. */
const LOAD_AFTER_MS = 1500;

/** The element that opens a popup, as `TriggerBridge` needs it. */
export interface TriggerSlot {
  element: RefObject<HTMLElement | null>;
  /** Makes what the library wants its trigger to have part of the element. */
  take: (given: Readonly<Record<string, unknown>>) => void;
}

export interface DeferredTrigger {
  slot: TriggerSlot;
  /** For the element, by a `Slot`. */
  triggerProps: HTMLAttributes<HTMLElement> & { ref: RefObject<HTMLElement | null> };
  /** The event that first asked for the popup, once the popup's code is there to be rendered. */
  askedBy: SyntheticEvent | null;
}

interface Options {
  /** A constant. */
  asks: Asks;
  /** Attributes of the element as long as the library gives none. */
  closed: HTMLAttributes<HTMLElement>;
  /** A constant that loads the popup's code: after the page, or earlier, once the pointer or the focus is on the element. */
  load: () => Promise<unknown>;
}

/**
 * Lets an element open a popup whose code is loaded once it is asked for, for popups of Radix, which are larger than
 * most pages. The element stays the same when the code arrives: another in its place would lose the focus, or a click
 * that has only begun. The event that asked for the popup is answered then.
 */
export function useDeferredTrigger({ asks, closed, load }: Options): DeferredTrigger {
  const element = useRef<HTMLElement>(null);
  const handlers = useRef<Handlers | null>(null);
  const unanswered = useRef<{ name: EventName; event: SyntheticEvent } | null>(null);
  const [askedBy, setAskedBy] = useState<SyntheticEvent | null>(null);
  const [attributes, setAttributes] = useState<object>(closed);
  const take = useCallback((given: Readonly<Record<string, unknown>>) => {
    handlers.current = Object.fromEntries(EVENTS.map((name) => [name, given[name]])) as Handlers;
    const taken = Object.fromEntries(Object.entries(given).filter(([, value]) => typeof value !== "function"));
    setAttributes((before) => (JSON.stringify(before) === JSON.stringify(taken) ? before : taken));
    const first = unanswered.current;
    unanswered.current = null;
    if (first) handlers.current[first.name]?.(first.event);
  }, []);
  const slot = useMemo(() => ({ element, take }), [take]);
  const onEvent = (name: EventName, event: SyntheticEvent): void => {
    if (handlers.current) {
      handlers.current[name]?.(event);
      return;
    }
    if (unanswered.current?.name === TAKEN_BACK_BY[name]) unanswered.current = null;
    if (unanswered.current || !asks[name]?.(event as never)) return;
    unanswered.current = { name, event };
    load().then(
      () => setAskedBy((before) => before ?? event),
      // It cannot be loaded now; the next event asks again.
      () => {
        unanswered.current = null;
      },
    );
  };
  const preload = useCallback(() => void load().catch(() => undefined), [load]);
  useEffect(() => {
    const timer = setTimeout(preload, LOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, [preload]);
  const listeners = Object.fromEntries(
    EVENTS.map((name) => [name, (event: SyntheticEvent) => onEvent(name, event)]),
  ) as HTMLAttributes<HTMLElement>;
  const triggerProps = { ...attributes, ...listeners, onPointerEnter: preload, onFocusCapture: preload, ref: element };
  return { slot, triggerProps, askedBy };
}
