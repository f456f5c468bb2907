"use client";

import { X } from "lucide-react";
import { useState } from "react";
import { Badge } from "~/components/ui/badge.tsx";
import { Button } from "~/components/ui/button.tsx";
import { Field, Input } from "~/components/ui/field.tsx";
import { fieldId } from "../manifest/problem.ts";

/** Words to find a resource by: Enter or a comma adds one. */
export function TagsField({
  tags,
  error,
  onChange,
}: {
  tags: readonly string[];
  error: string | null;
  onChange: (tags: string[]) => void;
}) {
  const [text, setText] = useState("");
  const add = (): void => {
    const words = text.split(",").map((word) => word.trim());
    setText("");
    const added = words.filter((word, index) => word !== "" && !tags.includes(word) && words.indexOf(word) === index);
    if (added.length > 0) onChange([...tags, ...added]);
  };
  return (
    <div className="flex flex-col gap-2">
      <Field id={fieldId(["tags"])} label="Tags" hint="Press Enter to add one." error={error}>
        {(control) => (
          <Input
            {...control}
            value={text}
            autoComplete="off"
            onChange={(event) => setText(event.target.value)}
            onBlur={add}
            onKeyDown={(event) => {
              if (event.key !== "Enter" && event.key !== ",") return;
              event.preventDefault();
              add();
            }}
          />
        )}
      </Field>
      {tags.length > 0 ? (
        <ul aria-label="Tags" className="flex flex-wrap gap-1.5">
          {tags.map((tag) => (
            <li key={tag}>
              <Badge className="h-7 max-w-full pr-0.5">
                <span className="truncate">{tag}</span>
                <Button
                  size="smallIcon"
                  variant="ghost"
                  className="size-6 rounded-full"
                  aria-label={`Remove the tag ${tag}`}
                  onClick={() => onChange(tags.filter((other) => other !== tag))}
                >
                  <X aria-hidden />
                </Button>
              </Badge>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
