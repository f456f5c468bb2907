"use client";

import type { Resource } from "@pragma/contract";
import type { Json } from "@pragma/language";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTRPCClient } from "~/trpc/client.tsx";
import { isSideAddress, valuesOfSides } from "./drift/drift-facts.ts";
import type { Tagged } from "./resource-types.ts";

const SHOWN_SECONDS = 60;
const TICK_MS = 500;

export interface Reveal {
  /** With all its sensitive values, while they are shown. */
  resource: Resource | null;
  /** One that is shown by itself, by its address, such as `outputs.password`, or as a side of drift, all of which are shown at once. */
  valueAt: (address: string) => Json | undefined;
  isShowing: boolean;
  /** Until the last of them is hidden. */
  secondsLeft: number;
  busy: boolean;
  error: string | null;
  /** @param address null for all. @returns whether it is shown now: not if that was called off meanwhile */
  show: (address: string | null) => Promise<boolean>;
  /** Calls off what was asked for and is not shown yet. */
  callOff: () => void;
  /** @param address one that is shown, or null for all */
  hide: (address: string | null) => void;
}

/** Values that were shown at once. */
interface Shown {
  /** ETag of the resource that they are part of. */
  etag: string;
  /** In milliseconds since the epoch. */
  until: number;
  /** With all its values, if they were asked for. */
  resource: Resource | null;
  values: Readonly<Record<string, Json>>;
}

/**
 * Sensitive values, each for a minute. Only the component keeps them, no cache, so they go with it; they also go when the
 * resource changes, since they may be outdated.
 */
export function useReveal({ resource, etag }: Tagged): Reveal {
  const client = useTRPCClient();
  const [all, setAll] = useState<readonly Shown[]>([]);
  const [now, setNow] = useState(0);
  const [asking, setAsking] = useState<{ busy: boolean; error: string | null }>(CALM);
  const question = useRef(0);
  const latest = useRef(etag);
  useEffect(() => {
    latest.current = etag;
  }, [etag]);
  const shown = all.filter((one) => one.etag === etag && one.until > now);
  useEffect(() => {
    if (all.length === 0) return;
    const timer = setInterval(() => {
      const at = Date.now();
      setNow(at);
      if (all.some(({ until }) => until <= at)) setAll((before) => before.filter(({ until }) => until > at));
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [all]);

  const read = async (address: string | null): Promise<Pick<Shown, "resource" | "values">> => {
    const { id } = resource;
    if (address === null) return { resource: (await client.resources.reveal.mutate({ id })).resource, values: {} };
    if (isSideAddress(address)) {
      const { changes } = await client.resources.revealDrift.mutate({ id });
      return { resource: null, values: valuesOfSides(changes) };
    }
    return { resource: null, values: await client.resources.revealValue.mutate({ id, address }) };
  };
  const show = async (address: string | null): Promise<boolean> => {
    const asked = ++question.current;
    setAsking({ busy: true, error: null });
    try {
      const found = await read(address);
      if (asked !== question.current) return false;
      if (latest.current !== etag) throw new Error("The resource has changed meanwhile: ask again");
      const at = Date.now();
      setNow(at);
      setAll((before) => [...before, { etag, until: at + SHOWN_SECONDS * 1000, ...found }]);
      setAsking(CALM);
      return true;
    } catch (refusal) {
      if (asked !== question.current) return false;
      setAsking({
        busy: false,
        error: refusal instanceof Error ? refusal.message : "The values could not be read",
      });
      return false;
    }
  };
  const callOff = useCallback(() => {
    question.current++;
    setAsking(CALM);
  }, []);
  const hide = useCallback((address: string | null) => {
    setAll((before) => (address === null ? [] : before.filter(({ values }) => !Object.hasOwn(values, address))));
  }, []);
  const valueAt = (address: string): Json | undefined =>
    shown.find(({ values }) => Object.hasOwn(values, address))?.values[address];
  return {
    resource: shown.find((one) => one.resource !== null)?.resource ?? null,
    valueAt,
    isShowing: shown.length > 0,
    secondsLeft: Math.max(0, ...shown.map(({ until }) => Math.ceil((until - now) / 1000))),
    ...asking,
    show,
    callOff,
    hide,
  };
}

const CALM = { busy: false, error: null };
