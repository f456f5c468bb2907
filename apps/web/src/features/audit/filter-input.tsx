"use client";

import { useEffect, useRef, useState } from "react";
import { type FieldControl, Input } from "~/components/ui/field.tsx";

const DEBOUNCE_MS = 300;

export interface FilterInputProps {
  control: FieldControl;
  value: string;
  onChange: (value: string) => void;
  type?: "text" | "search";
  placeholder?: string;
  /** Id of a list of suggestions. */
  list?: string;
}

/** A text filter that applies once typing pauses. */
export function FilterInput({ control, value, onChange, ...props }: FilterInputProps) {
  const [text, setText] = useState(value);
  const told = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // It also changes from outside: by "back", or when filters are cleared.
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    clearTimeout(timer.current);
    setText(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (next: string): void => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      told.current = next.trim();
      onChange(told.current);
    }, DEBOUNCE_MS);
  };
  return (
    <Input
      {...control}
      {...props}
      maxLength={256}
      spellCheck={false}
      autoComplete="off"
      value={text}
      onChange={(event) => type(event.target.value)}
    />
  );
}
