"use client";

import { resourceNameSchema } from "@pragma/contract";
import type { Manifest } from "@pragma/manifest";
import { useFormState } from "../form-context/form-context.tsx";
import { FileUpload } from "./file-upload.tsx";
import { resourceNameOf } from "./upload-state.ts";

/** The bytes of a `pragma/file`: an upload applies it at once, under the name in the form or that of the file. */
export function FileBytes({ manifest, onUploaded }: { manifest: Manifest; onUploaded: (name: string) => void }) {
  const { stored } = useFormState();
  const { name, config } = manifest;
  return (
    <div className="flex flex-col gap-1.5">
      <span className="text-sm font-medium text-ink">Bytes</span>
      <p className="text-dense text-ink-faint">
        {stored === null
          ? "Uploading creates the file at once. Without a name above, it gets that of the file."
          : "Uploading replaces the bytes at once."}{" "}
        Text can be written as content instead.
      </p>
      <FileUpload
        label={`bytes of ${name === "" ? "the new file" : name}`}
        describe={(file) => {
          const wanted = name === "" ? resourceNameOf(file.name) : name;
          if (!resourceNameSchema.safeParse(wanted).success) return `${wanted} is not a valid name for a resource`;
          const given = typeof config.content_type === "string" ? config.content_type : "";
          return { name: wanted, contentType: given || file.type || "application/octet-stream" };
        }}
        onUploaded={onUploaded}
      />
    </div>
  );
}
