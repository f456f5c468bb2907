import { buttonVariants } from "~/components/ui/button-variants.ts";

/** @param home where the reader can go on */
export function NothingHere({ home }: { home: string }) {
  return (
    <div className="mx-auto flex min-h-[60vh] max-w-md flex-col items-center justify-center gap-4 px-4 text-center">
      <h1 className="text-xl font-semibold text-ink">There is nothing here</h1>
      <p className="text-ink-soft">The page does not exist, or what it showed is gone.</p>
      {/* Not a link of Next: every page brings this one along, and its own links again. */}
      <a href={home} className={buttonVariants({ variant: "primary" })}>
        Go to the overview
      </a>
    </div>
  );
}
