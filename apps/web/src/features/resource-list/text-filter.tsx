"use client";

import { Search } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { Input } from "~/components/ui/field.tsx";

const DEBOUNCE_MS = 250;

export interface TextFilterProps {
  value: string;
  onChange: (value: string) => void;
  inputRef: RefObject<HTMLInputElement | null>;
}

/** A text filter that applies once typing pauses. */
export function TextFilter({ value, onChange, inputRef }: TextFilterProps) {
  const [text, setText] = useState(value);
  const told = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // It also changes from outside: "back", a removed chip.
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    clearTimeout(timer.current);
    setText(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const tell = (next: string): void => {
    told.current = next.trim();
    onChange(told.current);
  };
  const type = (next: string): void => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => tell(next), DEBOUNCE_MS);
  };
  return (
    <div className="relative min-w-0 flex-1 basis-60">
      <Search className="pointer-events-none absolute top-2.5 left-3 size-4 text-ink-faint" aria-hidden />
      <Input
        ref={inputRef}
        type="search"
        aria-label="Search resources"
        aria-keyshortcuts="/"
        placeholder="Name, type or provider"
        maxLength={256}
        className="pl-9"
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          clearTimeout(timer.current);
          tell(text);
        }}
      />
    </div>
  );
}
