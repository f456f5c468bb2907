"use client";

import { decodeText, joinTexts, MAX_TEXT_BYTES } from "@pragma/manifest";
import { FileUp } from "lucide-react";
import { useRef } from "react";
import { Button } from "~/components/ui/button.tsx";
import { toast } from "~/lib/toast.ts";

/** Reads YAML files that the user picks. */
export function UploadButton({ onText }: { onText: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const read = async (files: FileList | null): Promise<void> => {
    const read = await Promise.all([...(files ?? [])].map(readFile));
    const texts = read.flatMap((file) => ("text" in file ? [file.text] : []));
    for (const file of read) if ("problem" in file) toast.error(file.problem);
    if (texts.length > 0) onText(joinTexts(texts));
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        accept=".yaml,.yml,.json"
        aria-label="YAML files"
        tabIndex={-1}
        className="sr-only"
        onChange={({ target }) => {
          void read(target.files);
          // The same file may be picked again once it was edited.
          target.value = "";
        }}
      />
      <Button size="small" onClick={() => input.current?.click()}>
        <FileUp aria-hidden /> Add files
      </Button>
    </>
  );
}

/** A file under its name, or why it is none of text. */
async function readFile(file: File): Promise<{ text: string } | { problem: string }> {
  const name = oneLine(file.name);
  if (file.size > MAX_TEXT_BYTES)
    return { problem: `${name} was not added: it is larger than ${MAX_TEXT_BYTES} bytes` };
  const text = decodeText(new Uint8Array(await file.arrayBuffer()));
  if (typeof text === "string") return { text: `# ${name}\n${text}` };
  const { line, column } = text.at;
  return { problem: `${name} was not added: line ${line}, column ${column}: ${text.message}` };
}

function oneLine(name: string): string {
  return name.replace(/[\r\n\u2028\u2029]/g, " ");
}
