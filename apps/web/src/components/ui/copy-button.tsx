"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./button.tsx";

/** Copies a text, and confirms it. */
export function CopyButton({ text, label = "Copy" }: { text: string; label?: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <Button size="smallIcon" variant="ghost" aria-label={copied ? "Copied" : label} onClick={() => void copy()}>
      {copied ? <Check aria-hidden className="text-ready" /> : <Copy aria-hidden />}
    </Button>
  );
}
