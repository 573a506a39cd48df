# Reads the mails named on the command line with Email::MIME, and prints what it found as one JSON document.
use strict;
use warnings;
use Digest::SHA qw(sha256_hex);
use Email::MIME;
use JSON::PP;

my @mails;
for my $path (@ARGV) {
    open my $file, '<:raw', $path or die "$path: $!";
    local $/;
    my $mail = Email::MIME->new(<$file>);
    my ($text, %attached);
    $mail->walk_parts(sub {
        my ($part) = @_;
        return if $part->subparts;
        if (defined $part->filename) {
            $attached{ $part->filename } = sha256_hex($part->body);
        } else {
            $text = $part->body_str;
        }
    });
    push @mails, {
        headers  => [ $mail->header_names ],
        subject  => scalar $mail->header_str('Subject'),
        from     => scalar $mail->header_str('From'),
        to       => scalar $mail->header_str('To'),
        type     => $mail->content_type,
        text     => $text,
        attached => \%attached,
    };
}
binmode STDOUT;
print JSON::PP->new->utf8->canonical->encode(\@mails);
