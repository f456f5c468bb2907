"use client";

import { useState } from "react";
import { Field, Input } from "~/components/ui/field.tsx";
import { BulkEdit } from "./bulk-edit.tsx";
import type { BulkTarget } from "./bulk-target.ts";
import { countWords } from "./count-words.ts";
import { readTags } from "./read-tags.ts";

/** Adds tags to the selected resources, and removes others. */
export function BulkTags({ target, onClose }: { target: BulkTarget; onClose: () => void }) {
  const [added, setAdded] = useState<string[]>([]);
  const [removed, setRemoved] = useState<string[]>([]);
  const resources = countWords(target.count, "resource");
  return (
    <BulkEdit
      target={target}
      title={`Tags of ${resources}`}
      description="Tags affect neither the objects nor their dependents: nothing runs."
      action="Apply"
      edit={added.length + removed.length > 0 ? { add_tags: added, remove_tags: removed } : null}
      message={`Change the tags of ${resources}`}
      onClose={onClose}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <TagsField label="Add" onTags={setAdded} />
        <TagsField label="Remove" onTags={setRemoved} />
      </div>
    </BulkEdit>
  );
}

/** Tells the tags once they are typed: each change is planned. */
function TagsField({ label, onTags }: { label: string; onTags: (tags: string[]) => void }) {
  const [text, setText] = useState("");
  return (
    <Field label={label} hint="Separated by commas">
      {(control) => (
        <Input
          {...control}
          autoComplete="off"
          value={text}
          onChange={({ target }) => setText(target.value)}
          // What the input holds: the state may be one event behind it.
          onBlur={({ target }) => onTags(readTags(target.value))}
          onKeyDown={({ key, currentTarget }) => key === "Enter" && onTags(readTags(currentTarget.value))}
        />
      )}
    </Field>
  );
}
