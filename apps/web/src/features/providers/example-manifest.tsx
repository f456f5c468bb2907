import { CodeBlock } from "~/components/ui/code-block.tsx";
import { type DescribedType, exampleManifest } from "~/features/schema-docs/example-manifest.ts";

/** A manifest of a type to begin with. */
export function ExampleManifest({ type }: { type: DescribedType }) {
  return <CodeBlock code={exampleManifest(type)} label="example manifest" className="[&>section]:max-h-[36rem]" />;
}
