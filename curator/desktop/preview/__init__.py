"""The issue as it will be: the preview, the export dialog, the clipboard."""
