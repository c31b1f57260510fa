"""Facts: text -> facts of one file (`extract`) -> facts of the whole project (`project`). Pure, nothing is
run."""
