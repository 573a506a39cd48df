"""A report as one page, one workbook or one text: counts that say what they rest on, who stands where, and the rules."""
