"use client";

import { ArrowUp } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";

/** New rows wait for the reader, who would otherwise lose their place. */
export function UnseenButton({ unseen, onShow }: { unseen: number; onShow: () => void }) {
  return (
    <div aria-live="polite" className="pointer-events-none sticky top-26 z-20 flex h-0 justify-center">
      {unseen > 0 ? (
        <Button size="small" onClick={onShow} className="pointer-events-auto rounded-full shadow-raised">
          <ArrowUp aria-hidden />
          {unseen.toLocaleString("en")} {unseen === 1 ? "change" : "changes"} — show
        </Button>
      ) : null}
    </div>
  );
}
