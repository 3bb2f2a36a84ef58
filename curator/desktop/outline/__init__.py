"""An issue in order: its sections and entries, put together by drag and drop or by keys."""
