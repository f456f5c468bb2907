"use client";

import { useRef } from "react";
import type { ValueFieldProps } from "../form-context/field-props.ts";
import { useFormState } from "../form-context/form-context.tsx";
import { writeReference } from "../references/reference.ts";
import { FileUpload } from "../upload/file-upload.tsx";
import { resourceNameOf } from "../upload/upload-state.ts";
import { ValueField } from "./value-field.tsx";

/**
 * Bytes: a file is uploaded as a `pragma/file` of its own, and the field refers to its address. Providers read it there, and
 * learn of other bytes by the file's checksum.
 */
export function BinaryField(props: ValueFieldProps) {
  const upload = useRef<HTMLDivElement>(null);
  const { path, label, locked, onChange } = props;
  const { name: own, stringReferences, focusField } = useFormState();
  return (
    <ValueField {...props} hint="The file is stored as a pragma/file, and this field refers to it.">
      {({ id }) =>
        locked ? null : (
          <div ref={upload}>
            <FileUpload
              id={id}
              label={label}
              describe={(file) => ({
                name: uniqueName(own, label, file.name),
                contentType: file.type || "application/octet-stream",
              })}
              onUploaded={(name) => {
                onChange(writeReference({ key: `pragma/file/${name}`, field: "outputs.public_url" }, stringReferences));
                if (isWaitedFor(upload.current)) focusField(path);
              }}
            />
          </div>
        )
      }
    </ValueField>
  );
}

/** Whether the focus is where something was awaited, or nowhere: elsewhere somebody goes on with something else. */
function isWaitedFor(element: HTMLElement | null): boolean {
  const { activeElement, body } = document;
  return activeElement === null || activeElement === body || element?.contains(activeElement) === true;
}

/** No other file is replaced by one of the same name. */
function uniqueName(own: string, label: string, fileName: string): string {
  const unique = crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36) ?? "";
  return resourceNameOf([own, label, unique, fileName].filter(Boolean).join("-"));
}
