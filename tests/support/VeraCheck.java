import java.io.File;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.processor.reports.enums.JobEndStatus;

/**
 * Judges PDF files: java VeraCheck LIST REPORT.
 *
 * LIST has one path a line. REPORT gets, for each path and flavour, a line "path TAB flavour TAB pass|fail", and
 * after it a line "TAB rule TAB times TAB message" for each rule that failed. The engine logs to stdout and stderr;
 * the report is a file of its own, so that no word of it gets in between.
 */
public final class VeraCheck {
    private static final Map<PDFAFlavour, String> PROFILES = new LinkedHashMap<>();

    static {
        PROFILES.put(PDFAFlavour.PDFUA_1, "/org/verapdf/pdfa/validation/PDFUA-1.xml");
        PROFILES.put(PDFAFlavour.PDFA_3_A, "/org/verapdf/pdfa/validation/PDFA-3A.xml");
    }

    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        Map<PDFAFlavour, ValidationProfile> profiles = new LinkedHashMap<>();
        for (Map.Entry<PDFAFlavour, String> entry : PROFILES.entrySet()) {
            try (InputStream xml = PDFAParser.class.getResourceAsStream(entry.getValue())) {
                profiles.put(entry.getKey(), Profiles.profileFromXml(xml));
            }
        }
        try (PrintWriter report = new PrintWriter(Files.newBufferedWriter(Path.of(arguments[1])))) {
            for (String path : Files.readAllLines(Path.of(arguments[0]))) {
                for (Map.Entry<PDFAFlavour, ValidationProfile> entry : profiles.entrySet()) {
                    judge(path, entry.getKey(), entry.getValue(), report);
                }
            }
        }
    }

    private static void judge(String path, PDFAFlavour flavour, ValidationProfile profile, PrintWriter report) {
        String head = path + "\t" + flavour.getId() + "\t";
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(path), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            boolean finished = result.getJobEndStatus() == JobEndStatus.NORMAL;
            report.println(head + (result.isCompliant() && finished ? "pass" : "fail"));
            if (!finished) {
                report.println("\tnot finished\t1\t" + result.getJobEndStatus());
            }
            failures(result).forEach((rule, line) -> report.println(line));
        } catch (Exception error) { // a file that cannot be read at all is a verdict too
            report.println(head + "fail");
            report.println("\tnot readable\t1\t" + onOneLine(String.valueOf(error)));
        }
    }

    /** Rule to its line, with the first message and place; a rule can fail thousands of times in one file. */
    private static Map<RuleId, String> failures(ValidationResult result) {
        Map<RuleId, String> lines = new LinkedHashMap<>();
        for (TestAssertion test : result.getTestAssertions()) {
            if (test.getStatus() == TestAssertion.Status.FAILED) {
                RuleId rule = test.getRuleId();
                int times = result.getFailedChecks().getOrDefault(rule, 1);
                String message = test.getMessage() + " [" + test.getLocation().getContext() + "]";
                lines.putIfAbsent(rule, "\t" + rule.getClause() + "-" + rule.getTestNumber()
                        + "\t" + times + "\t" + onOneLine(message));
            }
        }
        return lines;
    }

    private static String onOneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
