// A file of a draft that is only handed in, such as a map. In: the widget. Out: its input.
"use strict";
import { Giver, reads, watch } from "./media.js";

watch("[data-file-medium]", (root) => new Giver(root, reads(root), { onFile: () => {} }));
