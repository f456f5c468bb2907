"use client";

import { FileUp } from "lucide-react";
import { useRef } from "react";
import { Button } from "~/components/ui/button.tsx";

/** Reads YAML files that the user picks. */
export function UploadButton({ onText }: { onText: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const read = async (files: FileList | null): Promise<void> => {
    const texts = await Promise.all(
      [...(files ?? [])].map(async (file) => `# ${oneLine(file.name)}\n${await file.text()}`),
    );
    if (texts.length > 0) onText(texts.join("\n---\n"));
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

function oneLine(name: string): string {
  return name.replace(/[\r\n\u2028\u2029]/g, " ");
}
