import { tableHTML } from "../../notebook/tableView.js";
import { type DataFrame, onDanfojsLoaded } from "../../tables/index.js";
import { useView } from "./views.js";

/** Lets a page show tables. */
export function showTables(): void {
  onDanfojsLoaded(({ NDframe }) => {
    const type = NDframe as unknown as abstract new () => DataFrame;
    useView({
      is: (value) => value instanceof type,
      show: (table: DataFrame) => ({ kind: "html", text: tableHTML(table) }),
    });
  });
}
